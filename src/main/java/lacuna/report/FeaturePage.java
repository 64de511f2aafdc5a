package lacuna.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import lacuna.features.FeatureLabel;
import lacuna.report.FeatureCard.Example;
import lacuna.report.FeatureCard.Examples;
import lacuna.report.FeatureCard.Logit;
import lacuna.run.AtomicFiles;
import lacuna.run.LacunaException;

/**
 * One feature as a page of HTML that stands alone: no script, nothing fetched, light and dark by the reader's system, fit for paper.
 * Every text that comes from outside is escaped.
 */
public final class FeaturePage {

    private final StringBuilder html = new StringBuilder();

    private FeaturePage() {}

    public static FeaturePage of(FeatureCard card) {
        FeaturePage page = new FeaturePage();
        page.build(card);
        return page;
    }

    public void write(Path file) throws LacunaException {
        AtomicFiles.write(file, out -> out.write(html.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The page. */
    public String text() {
        return html.toString();
    }

    /** Text for HTML, in elements and in quoted attributes. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < 0x20 && c != '\n' && c != '\t' ? '\ufffd' : c);
            }
        }
        return safe.toString();
    }

    private void build(FeatureCard card) {
        FeatureLine line = card.ours().line();
        FeatureOpinion said = card.ours().opinion();
        String title = "Feature " + line.feature() + " at " + line.hook();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<main>\n");
        add("<h1>%s</h1>\n", title);
        add("<p class=\"id\">%s</p>\n", line.id());
        opinion(said);
        numbers(line);
        histogram(card);
        logits(card.ours());
        for (Examples examples : card.examples()) {
            passages(examples, card.actMax());
        }
        source(card.ours().source(), line);
        html.append("</main>\n</body>\n</html>\n");
    }

    /** Puts escaped words into a piece of HTML. */
    private void add(String piece, Object... words) {
        Object[] safe = new Object[words.length];
        for (int i = 0; i < words.length; i++) {
            safe[i] = words[i] instanceof Number ? words[i] : escaped(String.valueOf(words[i]));
        }
        html.append(String.format(Locale.ROOT, piece, safe));
    }

    private void opinion(FeatureOpinion said) {
        add("<p class=\"mark %s\">%s</p>\n", said.mark(), said.mark());
        if (!said.label().isEmpty()) {
            add("<p class=\"label\">%s</p>\n", said.label());
        }
        if (!said.note().isEmpty()) {
            add("<p>%s</p>\n", said.note());
        }
        if (!said.tags().isEmpty()) {
            add("<p class=\"quiet\">Tags: %s</p>\n", String.join(", ", said.tags()));
        }
        if (!said.imported().isEmpty()) {
            html.append("<ul class=\"labels\">\n");
            for (FeatureLabel label : said.imported()) {
                add(
                        "<li>%s <span class=\"quiet\">%s %s, %s</span></li>\n",
                        label.text(), label.method(), label.explainer(), label.source());
            }
            html.append("</ul>\n");
        }
    }

    private void numbers(FeatureLine line) {
        html.append("<table>\n<tr><th></th><th>Target</th><th>Benign</th></tr>\n");
        add(
                "<tr><th>Rate, %%</th><td>%.4f (%.4f to %.4f)</td><td>%.4f (%.4f to %.4f)</td></tr>\n",
                100 * line.targetRate(),
                100 * line.targetRateLow(),
                100 * line.targetRateHigh(),
                100 * line.benignRate(),
                100 * line.benignRateLow(),
                100 * line.benignRateHigh());
        add("<tr><th>Tokens</th><td>%d</td><td>%d</td></tr>\n", line.targetCount(), line.benignCount());
        add(
                "<tr><th>Documents, %%</th><td>%.2f</td><td>%.2f</td></tr>\n",
                100 * line.targetDocuments(), 100 * line.benignDocuments());
        add(
                "<tr><th>Mean activation when on</th><td>%.5f</td><td>%.5f</td></tr>\n",
                line.targetMean(), line.benignMean());
        add("<tr><th>Largest</th><td>%.4f</td><td>%.4f</td></tr>\n</table>\n", line.targetMax(), line.benignMax());
        add(
                "<p>Rate difference %.4f points (halves of the documents agree on %.4f); ratio of summed activations %.3f;"
                        + " %.0f %% of the difference goes with positions in texts. Intervals are 95 %%, over documents.</p>\n",
                100 * line.rateDifference(), 100 * line.halves(), line.ratio(), 100 * line.byPosition());
    }

    private void histogram(FeatureCard card) {
        List<Long> target = card.ours().targetHistogram();
        List<Long> benign = card.ours().benignHistogram();
        long most = 1;
        for (int bin = 0; bin < target.size(); bin++) {
            most = Math.max(most, Math.max(target.get(bin), benign.get(bin)));
        }
        html.append("<h2>Activations above zero</h2>\n<svg viewBox=\"0 0 600 130\" role=\"img\" aria-label=\"")
                .append("Histogram of activations on target and benign tokens, both axes logarithmic\">\n");
        double width = 600.0 / target.size();
        for (int bin = 0; bin < target.size(); bin++) {
            bar(
                    "target",
                    bin * width,
                    width / 2,
                    target.get(bin),
                    most,
                    card.ours().edges().get(bin));
            bar(
                    "benign",
                    (bin + 0.5) * width,
                    width / 2,
                    benign.get(bin),
                    most,
                    card.ours().edges().get(bin));
        }
        html.append("<line x1=\"0\" y1=\"110\" x2=\"600\" y2=\"110\"/>\n");
        for (int bin = 0; bin < target.size(); bin += 4) {
            add(
                    "<text x=\"%.1f\" y=\"126\">%s</text>\n",
                    bin * width, plain(card.ours().edges().get(bin)));
        }
        html.append("</svg>\n<p class=\"quiet\"><span class=\"key target\"></span>target "
                + "<span class=\"key benign\"></span>benign; tokens, logarithmic</p>\n");
    }

    private void bar(String side, double x, double width, long count, long most, double edge) {
        if (count > 0) {
            double height = 106 * Math.log1p(count) / Math.log1p(most);
            add(
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%d tokens from %s</title></rect>\n",
                    side, x + 1, 110 - height, width - 1, height, count, plain(edge));
        }
    }

    private static String plain(double value) {
        return value >= 1 ? Long.toString(Math.round(value)) : String.format(Locale.ROOT, "%.2g", value);
    }

    private void logits(FeatureCard.Ours ours) {
        if (ours.topLogits().isEmpty()) {
            return;
        }
        html.append("<h2>Logit lens</h2>\n<div class=\"logits\">\n");
        for (List<Logit> side : List.of(ours.topLogits(), ours.bottomLogits())) {
            html.append("<ol>\n");
            side.forEach(logit -> add(
                    "<li><code>%s</code> <span class=\"quiet\">%.3f</span></li>\n",
                    seen(logit.token()), logit.logit()));
            html.append("</ol>\n");
        }
        html.append("</div>\n");
    }

    private static String seen(String token) {
        return token.replace("\n", "\u21b5").replace(' ', '\u2423');
    }

    private void passages(Examples examples, double most) {
        String name = examples.name();
        add("<h2>%s</h2>\n", name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        String side = name.startsWith("target") ? "target" : "benign";
        for (Example example : examples.examples()) {
            html.append("<p class=\"passage\" dir=\"auto\">");
            for (int i = 0; i < example.tokens().size(); i++) {
                float value = example.activations().get(i);
                String token = example.tokens().get(i);
                if (value > 0 || i == example.peak()) {
                    add(
                            "<mark class=\"%s%s\" style=\"--a:%.2f\" title=\"%.3f\">%s</mark>",
                            side, i == example.peak() ? " peak" : "", most == 0 ? 0 : value / most, value, token);
                } else {
                    html.append(escaped(token));
                }
            }
            add(" <span class=\"quiet\">document %d</span></p>\n", example.document() + 1);
        }
    }

    private void source(FeatureSource source, FeatureLine line) {
        html.append("<h2>Where this comes from</h2>\n<dl>\n");
        entry("Project", source.project());
        entry("Model", source.model());
        FeatureSource.Sae sae = source.saes().get(line.hook());
        if (sae != null) {
            entry("SAE", sae.name() + ", SHA-256 " + sae.sha256());
        }
        entry("Units", source.units());
        entry("Target corpus", corpus(source.targetCorpus(), source.targetTokens()));
        entry("Benign corpus", corpus(source.benignCorpus(), source.benignTokens()));
        entry("Counted", source.counted());
        html.append("</dl>\n");
    }

    private static String corpus(FeatureSource.Corpus corpus, long tokens) {
        return corpus.name() + ", " + tokens + " tokens, SHA-256 " + String.join(" ", corpus.sha256());
    }

    private void entry(String name, String text) {
        add("<dt>%s</dt><dd>%s</dd>\n", name, text);
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(FeaturePage.class.getResourceAsStream("feature.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("feature.css is part of the program", e);
        }
    }
}
