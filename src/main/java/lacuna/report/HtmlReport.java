package lacuna.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.GenerationPair;
import lacuna.evaluation.Interval;
import lacuna.evaluation.PairedComparison;
import lacuna.persistence.Persistence;
import lacuna.selection.SelectedFeature;

/** A report as one HTML page that needs nothing beside it: style inside, no scripts, nothing fetched. Prints on A4 or letter. */
public final class HtmlReport {

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    public static String of(Report report) {
        HtmlReport page = new HtmlReport();
        page.head(report.title());
        page.add(
                "<p class=\"lead\">Method: <b>",
                report.method(),
                "</b>. Every figure stands with its protocol and a 95\u202F% interval.</p>");
        page.removed(report.removed());
        report.accuracies().forEach(page::accuracies);
        page.measures(report.measures());
        page.persistence(report.persistence());
        page.generations(report);
        page.limits(report.limits());
        page.raw("<h2>Settings</h2><pre>");
        page.raw(escaped(report.settings().toPrettyString()));
        page.raw("</pre>");
        page.pairs("Versions", report.versions());
        page.pairs("SHA-256 of what went in", report.hashes());
        page.review(report.review());
        page.raw("</main></body></html>\n");
        return page.html.toString();
    }

    private void head(String title) {
        raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        raw(escaped(title));
        raw("</title><style>");
        raw(style());
        raw("</style></head><body><main><h1>");
        raw(escaped(title));
        raw("</h1>");
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removed(List<SelectedFeature> features) {
        raw("<h2>What was removed</h2>");
        if (features.isEmpty()) {
            raw("<p>The method works without chosen features.</p>");
            return;
        }
        raw("<table><thead><tr><th>Layer</th><th>Feature</th><th>Score</th><th>Evidence</th></tr></thead><tbody>");
        for (SelectedFeature feature : features) {
            row(feature.layer(), String.valueOf(feature.feature()), number(feature.score()), feature.reason());
        }
        raw("</tbody></table>");
    }

    private void accuracies(AccuracyTable table) {
        add("<h2>Questions: ", table.questionSet(), "</h2>");
        add("<p>Protocol: ", table.protocol().title(), ". p: McNemar's exact test against the untouched model.</p>");
        raw(
                "<table><thead><tr><th>Model</th><th>Accuracy</th><th>95 % interval</th><th>Difference</th><th>p</th></tr></thead><tbody>");
        for (AccuracyTable.Row row : table.rows()) {
            PairedComparison paired = row.againstUntouched();
            row(
                    row.model(),
                    percent(row.accuracy()),
                    interval(row.interval()),
                    paired == null ? "" : percent(paired.difference()) + " (" + interval(paired.interval()) + ")",
                    paired == null ? "" : number(paired.p()));
        }
        raw("</tbody></table>");
    }

    private void measures(List<Report.Measure> measures) {
        raw(
                "<h2>Other measures</h2><table><thead><tr><th>Measure</th><th>On</th><th>Before</th><th>After</th></tr></thead><tbody>");
        for (Report.Measure measure : measures) {
            row(measure.name(), measure.on(), number(measure.before()), number(measure.after()));
        }
        raw("</tbody></table>");
    }

    private void persistence(List<Persistence> checks) {
        raw("<h2>Does it come back?</h2>");
        if (checks.isEmpty()) {
            raw("<p>No check of persistence has been made: nothing here says that the knowledge stays away.</p>");
            return;
        }
        raw("<table><thead><tr><th>Attack</th><th>Protocol</th><th>Before</th><th>Unlearned</th><th>Attacked</th>"
                + "<th>Recovered</th></tr></thead><tbody>");
        for (Persistence check : checks) {
            row(
                    check.attack(),
                    check.protocol().title() + ", " + check.questionSet(),
                    share(check.before()),
                    share(check.unlearned()),
                    share(check.attacked()),
                    number(check.recovered()) + " ("
                            + number(check.recoveredInterval().low()) + " to "
                            + number(check.recoveredInterval().high()) + ")");
        }
        raw("</tbody></table>");
    }

    private void generations(Report report) {
        if (report.generations().isEmpty()) {
            return;
        }
        raw("<h2>Same prompts, both models</h2>");
        if (report.targetText() != TargetText.SHOWN) {
            add("<p>Text about the target is ", report.targetText().name().toLowerCase(Locale.ROOT), ".</p>");
        }
        raw("<table class=\"texts\"><thead><tr><th>Prompt</th><th>Before</th><th>After</th></tr></thead><tbody>");
        for (GenerationPair pair : report.generations()) {
            row(pair.prompt(), pair.before(), pair.after());
        }
        raw("</tbody></table>");
    }

    private void limits(List<String> limits) {
        raw("<h2>What these figures do not show</h2><ul>");
        limits.forEach(limit -> add("<li>", limit, "</li>"));
        raw("</ul>");
    }

    /** What was said, or room to write it on paper. */
    private void review(Review review) {
        add("<h2>Reviewer's verdict</h2><div class=\"verdict\">", review.verdict(), "</div>");
        if (review.saysNothing()) {
            raw("<p class=\"sign\">Name, date: ______________________________</p>");
        } else {
            add("<p class=\"sign\">", review.reviewer() + ", " + review.date(), "</p>");
        }
    }

    private void pairs(String title, Map<String, String> values) {
        add("<h2>", title, "</h2>");
        raw("<table class=\"hashes\"><tbody>");
        values.forEach((name, value) -> row(name, value));
        raw("</tbody></table>");
    }

    private void row(String... cells) {
        raw("<tr>");
        for (String cell : cells) {
            add("<td>", cell, "</td>");
        }
        raw("</tr>\n");
    }

    /** @param text escaped between the two tags */
    private void add(String before, String text, String after) {
        raw(before);
        raw(escaped(text));
        raw(after);
    }

    private void raw(String markup) {
        html.append(markup);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String share(Persistence.Share share) {
        return percent(share.accuracy()) + " (" + interval(share.interval()) + ")";
    }

    private static String interval(Interval interval) {
        return percent(interval.low()) + " to " + percent(interval.high());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f\u202F%%", 100 * share);
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "\u2013";
    }
}
