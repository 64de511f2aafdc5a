package lacuna.report;

import java.util.List;
import java.util.Locale;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.Flip;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.PairedComparison;
import lacuna.evaluation.TextMetrics;
import lacuna.evaluation.TextMetrics.Figure;
import lacuna.evaluation.TextMetrics.Judged;
import lacuna.evaluation.TextMetrics.Predicted;
import lacuna.evaluation.TextMetrics.Proxies;
import lacuna.evaluation.TextMetrics.Written;
import org.jspecify.annotations.Nullable;

/** Questions, perplexities, and what is written. */
final class MeasuredSection {

    private static final int SHOWN = 20;

    private final Markup page;
    private final Report report;

    MeasuredSection(Markup page, Report report) {
        this.page = page;
        this.report = report;
    }

    void write() {
        page.element("h2", "What it knows");
        report.questions()
                .forEach(set ->
                        questions(set.kind() + " questions: " + set.table().questionSet(), set));
        overall();
        report.inside()
                .asked()
                .forEach(set -> questions(
                        "asked besides: " + set.table().questionSet() + ", "
                                + set.table().protocol().title(),
                        set));
        page.element("h2", "What it cost");
        TextMetrics texts = report.inside().texts();
        if (texts == null) {
            measures();
            return;
        }
        predicted(texts);
        written(texts);
        judged(texts);
    }

    /** Which questions changed, as evidence. */
    private void flips(Report.Questions asked) {
        long lost = asked.flips().stream().filter(Flip::lost).count();
        page.element(
                "p",
                "note",
                "Questions lost: " + lost + ", won: " + (asked.flips().size() - lost) + "."
                        + (report.targetText() == TargetText.SHOWN || !asked.isGuarded()
                                ? ""
                                : " " + report.targetText().sentence()));
        if (asked.flips().isEmpty()) {
            return;
        }
        page.table("texts", "No.", "Question", "Right", "Before", "After");
        for (Flip flip : asked.flips().subList(0, Math.min(SHOWN, asked.flips().size()))) {
            page.row(
                    5,
                    String.valueOf(flip.number()),
                    flip.question().strip(),
                    flip.right(),
                    flip.before(),
                    flip.after());
        }
        page.endTable();
        if (asked.flips().size() > SHOWN) {
            page.element("p", "note", asked.flips().size() - SHOWN + " more stand in the report's JSON twin.");
        }
    }

    private void questions(String title, Report.Questions asked) {
        AccuracyTable table = asked.table();
        page.raw("<h3 class=\"name\">").text(title).raw("</h3>");
        page.element(
                "p",
                "note",
                "Protocol: " + table.protocol().title()
                        + ". Intervals: Wilson. p: McNemar's exact test against the untouched model, the same questions asked of both.");
        page.table("", "Model", "#Accuracy", "#95\u202F% interval", "#Difference", "#95\u202F% interval", "#p");
        for (AccuracyTable.Row row : table.rows()) {
            PairedComparison paired = row.againstUntouched();
            page.row(
                    1,
                    row.model(),
                    Markup.percent(row.accuracy()),
                    Markup.interval(row.interval()),
                    paired == null ? "" : Markup.percent(paired.difference()),
                    paired == null ? "" : Markup.interval(paired.interval()),
                    paired == null ? "" : Markup.number(paired.p()));
        }
        page.endTable();
        flips(asked);
    }

    private void overall() {
        List<Report.Overall> rows = report.inside().overall();
        if (rows.isEmpty()) {
            return;
        }
        OverallScore first = rows.get(0).score();
        boolean isJudged = Double.isFinite(first.judged());
        page.element("h3", "Overall score");
        page.element(
                "p",
                "note",
                "CRISP's harmonic mean, of " + first.formula()
                        + (isJudged ? "; with a judge of " + first.judgedFormula() : "") + ". " + first.legend()
                        + ". It may be held only against scores of the same parts. Doing nothing keeps everything: read it beside the"
                        + " untouched model's.");
        page.table("", "Model", "#" + first.formula(), isJudged ? "#" + first.judgedFormula() : "#With a judge");
        for (Report.Overall row : rows) {
            page.row(
                    1,
                    row.model(),
                    Markup.fixed(row.score().score(), 2),
                    Markup.fixed(row.score().judged(), 2));
        }
        page.endTable();
    }

    private void measures() {
        page.table("", "Measure", "On", "#Before", "#After");
        for (Report.Measure measure : report.measures()) {
            page.row(2, measure.name(), measure.on(), Markup.number(measure.before()), Markup.number(measure.after()));
        }
        page.endTable();
        page.element(
                "p",
                "note",
                "Perplexity of target and benign text, proxies of fluency and a judge's ratings were not measured; 'lacuna evaluate"
                        + " PROJECT --run RUN' measures them.");
    }

    private void predicted(TextMetrics texts) {
        page.element("h3", "Perplexity of held-out text");
        page.element(
                "p", "note", "Documents read from their beginning; 95\u202F% intervals by drawing documents again.");
        page.table("", "Text", "Corpus", "#Tokens", "#Before", "#After", "#After / before");
        for (Predicted line : texts.predicted()) {
            page.raw("<tr>")
                    .element("td", line.kind())
                    .element("td", line.corpus())
                    .element("td", "n", String.format(Locale.ROOT, "%,d", line.tokens()));
            figure(line.before(), 1);
            figure(line.after(), 1);
            figure(line.ratio(), 3);
            page.raw("</tr>\n");
        }
        page.endTable();
    }

    private void written(TextMetrics texts) {
        if (texts.written().isEmpty()) {
            return;
        }
        page.element("h3", "Continuations, by counting (proxies)");
        page.element(
                "p",
                "note",
                "Nobody has held these against people's ratings. Repetition: runs of four words that occurred before. Compression: bytes"
                        + " over bytes packed; loops lie far above prose. Perplexity: of the continuation as the untouched model reads it."
                        + " Salient: tokens at which a suppressed feature fires when the untouched model reads prompt and continuation."
                        + keywords(texts));
        page.table(
                "",
                "Prompts",
                "Model",
                "#Repetition",
                "#Distinct-2",
                "#Compression",
                "#Non-letters",
                "#Perplexity",
                "#Salient",
                "#Keyword");
        for (Written group : texts.written()) {
            proxies(group.group() + " (" + group.texts() + ")", "before", group.before());
            proxies("", "after", group.after());
        }
        page.endTable();
    }

    private static String keywords(TextMetrics texts) {
        TextMetrics.KeywordList list = texts.keywords();
        return list == null
                ? ""
                : " Keyword: continuations with one of the " + list.words() + " words of " + list.file() + " (SHA-256 "
                        + list.sha256().substring(0, 12) + "\u2026).";
    }

    private void proxies(String group, String state, Proxies proxies) {
        page.row(
                2,
                group,
                state,
                Markup.fixed(proxies.fluency().repetition(), 3),
                Markup.fixed(proxies.fluency().distinct2(), 2),
                Markup.fixed(proxies.fluency().compression(), 2),
                Markup.fixed(proxies.fluency().nonLetters(), 3),
                Markup.number(proxies.perplexityUnderFrozen()),
                share(proxies.salientRate()),
                share(proxies.keywordRate()));
    }

    private void judged(TextMetrics texts) {
        if (texts.judged().isEmpty()) {
            page.element("p", "note", "No judge was asked to rate the continuations.");
            return;
        }
        page.element("h3", "Continuations, by a judge");
        page.element(
                "p",
                "note",
                "Another language model's ratings from 0 to 2, mean with a 95\u202F% interval by drawing texts again. Fluency: whatever the"
                        + " text is about. Concept: whether it keeps to what its beginning is about, whatever its grammar.");
        page.table("", "Prompts", "Scale", "Judge", "#Before", "#After");
        for (Judged line : texts.judged()) {
            page.raw("<tr>")
                    .element("td", line.group())
                    .element("td", line.scale().name().toLowerCase(Locale.ROOT))
                    .element("td", line.model());
            figure(line.before(), 2);
            figure(line.after(), 2);
            page.raw("</tr>\n");
        }
        page.endTable();
    }

    private static String share(@Nullable Double value) {
        return value == null ? "\u2013" : Markup.percent(value);
    }

    private void figure(Figure figure, int decimals) {
        page.figure(
                Markup.fixed(figure.value(), decimals),
                Markup.fixed(figure.interval().low(), decimals) + " to "
                        + Markup.fixed(figure.interval().high(), decimals));
    }
}
