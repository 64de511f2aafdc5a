package lacuna.report;

import java.util.HashMap;
import java.util.Map;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.FeatureEffects.Change;
import lacuna.evaluation.FeatureEffects.FeatureEffect;

/** Which features were suppressed, and the evidence for each. */
final class RemovedSection {

    private final Markup page;
    private final Report report;
    private final Map<String, FeatureEffect> effects = new HashMap<>();

    RemovedSection(Markup page, Report report) {
        this.page = page;
        this.report = report;
        FeatureEffects measured = report.inside().features();
        if (measured != null) {
            measured.suppressed().forEach(effect -> effects.put(key(effect.layer(), effect.feature()), effect));
        }
    }

    private static String key(String layer, int feature) {
        return layer + "/" + feature;
    }

    void write() {
        page.element("h2", "What was removed");
        if (report.removed().isEmpty()) {
            page.element("p", "The method changes the model without choosing features of an SAE.");
            return;
        }
        page.element(
                "p",
                report.removed().size()
                        + " features were suppressed. For each: why it was chosen, where it is strongest in the target corpus, and the"
                        + " share of tokens at which it is on in held-out text, before and after.");
        page.table("removed", "Feature", "Evidence", "#Target text", "#Benign text");
        for (RemovedFeature feature : report.removed()) {
            row(feature);
        }
        page.endTable();
        if (effects.isEmpty()) {
            page.element(
                    "p", "note", "Firing rates were not measured; 'lacuna evaluate PROJECT --run RUN' measures them.");
        }
    }

    private void row(RemovedFeature feature) {
        page.raw("<tr><td class=\"id\">")
                .text(feature.layer())
                .raw("<br><b>")
                .text(String.valueOf(feature.feature()))
                .raw("</b></td><td>");
        if (!feature.label().isEmpty()) {
            page.element("b", feature.label()).raw("<br>");
        }
        page.text(feature.reason());
        RemovedFeature.Passage passage = feature.passage();
        if (passage != null) {
            String peak = passage.peak().strip(); // a token often begins with the blank before its word
            page.raw("<br><span class=\"passage\">")
                    .text(passage.before())
                    .text(passage.peak().startsWith(" ") ? " " : "")
                    .element("mark", peak.isEmpty() ? "\u23CE" : peak)
                    .text(passage.after())
                    .raw("</span>");
        } else if (!feature.note().isEmpty()) {
            page.raw("<br>").element("span", "passage", feature.note());
        }
        page.raw("</td>");
        FeatureEffect effect = effects.get(key(feature.layer(), feature.feature()));
        page.element("td", "n", effect == null ? "" : change(effect.target()));
        page.element("td", "n", effect == null ? "" : change(effect.benign())).raw("</tr>\n");
    }

    private static String change(Change change) {
        return Markup.percent(change.rateBefore()) + " \u2192 " + Markup.percent(change.rateAfter());
    }
}
