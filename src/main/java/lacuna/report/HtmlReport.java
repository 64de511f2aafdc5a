package lacuna.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import lacuna.evaluation.GenerationPair;

/** A report as one HTML page that needs nothing beside it: style inside, no scripts, nothing fetched. Prints on A4 or letter. */
public final class HtmlReport {

    private HtmlReport() {}

    public static String of(Report report) {
        Markup page = new Markup();
        head(page, report);
        new ReportSummary(page, report).write();
        new MeasuredSection(page, report).write();
        new PersistenceSection(page, report.inside()).write();
        generations(page, report);
        new RemovedSection(page, report).write();
        new FeatureSection(page, report.inside().features()).write();
        limits(page, report.limits());
        page.element("h2", "What went in").raw("<h3>Settings of the training</h3><pre>");
        page.text(report.settings().toPrettyString()).raw("</pre>");
        pairs(page, "Versions", report.versions());
        pairs(page, "SHA-256 of model, SAEs, corpora, questions, result and program", report.hashes());
        verdict(page, report.review());
        return page.raw("</main></body></html>\n").toString();
    }

    private static void head(Markup page, Report report) {
        page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", report.title())
                .raw("<style>")
                .raw(style())
                .raw("</style></head><body><main><header><p class=\"eyebrow\">Unlearning report</p>")
                .element("h1", report.title())
                .raw("<p class=\"lead\">Method: <b>")
                .text(report.method())
                .raw("</b>. Started ")
                .text(report.started())
                .raw(
                        ". Every share stands with its protocol and a 95\u202F% interval, and beside the untouched model.</p></header>");
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

    private static void generations(Markup page, Report report) {
        if (report.generations().isEmpty()) {
            return;
        }
        page.element("h2", "Same prompts, both models");
        if (report.targetText() != TargetText.SHOWN) {
            page.element("p", "note", report.targetText().sentence());
        }
        page.table("texts", "About", "Prompt", "Before", "After");
        for (GenerationPair pair : report.generations()) {
            page.row(
                    4,
                    pair.group(),
                    pair.prompt().strip(),
                    pair.before().strip(),
                    pair.after().strip());
        }
        page.endTable();
    }

    private static void limits(Markup page, List<String> limits) {
        page.element("h2", "What these figures do not show").raw("<ul>");
        limits.forEach(limit -> page.element("li", limit));
        page.raw("</ul>");
    }

    private static void pairs(Markup page, String title, Map<String, String> values) {
        page.element("h3", title).raw("<table class=\"hashes\"><tbody>");
        values.forEach((name, value) -> page.row(2, name, value));
        page.endTable();
    }

    /** What was said, or room to write it on paper. */
    private static void verdict(Markup page, Review review) {
        page.raw("<section class=\"verdict\">").element("h2", "Reviewer's verdict");
        if (review.saysNothing()) {
            blank(page);
        } else {
            page.element("p", "said", review.verdict())
                    .raw("<div class=\"sign\"><span>")
                    .text(review.reviewer())
                    .raw("</span><span>")
                    .text(review.date())
                    .raw("</span><span>Signature</span></div>");
        }
        page.raw("</section>");
    }

    private static void blank(Markup page) {
        page.raw("<p class=\"choices\">");
        for (String choice : List.of("Removed", "Hidden: it comes back", "Not removed", "Cannot be told from this")) {
            page.raw("<span class=\"box\"></span>").element("span", "choice", choice);
        }
        page.raw("</p><div class=\"remarks\">Reasons, and what else should be measured</div>")
                .raw("<div class=\"sign\"><span>Name</span><span>Date</span><span>Signature</span></div>");
    }
}
