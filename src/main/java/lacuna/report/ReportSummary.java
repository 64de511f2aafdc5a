package lacuna.report;

import java.util.List;
import java.util.Optional;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.TextMetrics;
import lacuna.persistence.ComparableChecks;
import lacuna.persistence.Persistence;

/** The figures that decide, at the top of the page. */
final class ReportSummary {

    private final Markup page;
    private final Report report;

    ReportSummary(Markup page, Report report) {
        this.page = page;
        this.report = report;
    }

    void write() {
        page.raw("<section class=\"tiles\">");
        for (Report.Questions questions : report.questions()) {
            AccuracyTable.Row before = questions.table().rows().get(0);
            List<AccuracyTable.Row> rows = questions.table().rows();
            AccuracyTable.Row after = rows.get(rows.size() - 1);
            tile(
                    questions.kind() + " questions",
                    Markup.percent(before.accuracy()),
                    Markup.percent(after.accuracy()),
                    "now " + Markup.interval(after.interval()));
        }
        cost();
        comesBack();
        page.raw("</section>");
    }

    private void cost() {
        TextMetrics texts = report.inside().texts();
        if (texts != null) {
            TextMetrics.Predicted last = texts.predicted().get(texts.predicted().size() - 1);
            tile(
                    "perplexity, " + last.kind() + " text",
                    Markup.number(last.before().value()),
                    Markup.number(last.after().value()),
                    "ratio " + Markup.fixed(last.ratio().interval().low(), 3) + " to "
                            + Markup.fixed(last.ratio().interval().high(), 3));
            return;
        }
        report.measures().stream()
                .findFirst()
                .ifPresent(measure -> tile(
                        measure.name(), Markup.number(measure.before()), Markup.number(measure.after()), measure.on()));
    }

    private void comesBack() {
        List<ComparableChecks> groups = ComparableChecks.of(report.inside().persistence());
        Optional<Persistence> worst = groups.stream().findFirst().flatMap(ComparableChecks::worst);
        page.raw("<div class=\"tile\">").element("p", "name", "comes back");
        if (worst.isEmpty()) {
            page.element("p", "figure", "\u2013")
                    .element(
                            "p",
                            "small",
                            groups.isEmpty()
                                    ? "no attack has been tried"
                                    : "nothing had been lost that an attack could bring back");
        } else {
            Persistence check = worst.get();
            page.element("p", "figure", Markup.percent(check.recovered()))
                    .element(
                            "p",
                            "small",
                            "of what was lost, by the worst of "
                                    + groups.get(0).checks().size() + " attacks on "
                                    + check.basis().words() + ": " + check.attack());
        }
        page.raw("</div>");
    }

    private void tile(String name, String before, String after, String small) {
        page.raw("<div class=\"tile\">")
                .element("p", "name", name)
                .raw("<p class=\"figure\">")
                .element("span", "was", before)
                .raw(" <span class=\"arrow\">\u2192</span> ")
                .text(after)
                .raw("</p>")
                .element("p", "small", small)
                .raw("</div>");
    }
}
