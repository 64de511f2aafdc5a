package lacuna.report;

import java.util.List;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.FeatureEffects.FeatureEffect;
import lacuna.evaluation.FeatureEffects.FitChange;
import lacuna.evaluation.FeatureEffects.LayerEffect;
import org.jspecify.annotations.Nullable;

/** What became of the features: separation, reconstruction, and what moved besides. */
final class FeatureSection {

    private static final int SHOWN = 10;

    private final Markup page;
    private final @Nullable FeatureEffects effects;

    FeatureSection(Markup page, @Nullable FeatureEffects effects) {
        this.page = page;
        this.effects = effects;
    }

    void write() {
        page.element("h2", "What changed inside");
        if (effects == null) {
            page.element(
                    "p",
                    "note",
                    "The features were not measured before and after; 'lacuna evaluate PROJECT --run RUN' measures them.");
            return;
        }
        page.element(
                "p",
                "note",
                "The unchanged SAEs read the untouched and the unlearned model on "
                        + effects.target().corpus() + " ("
                        + effects.target().tokens() + " tokens) and "
                        + effects.benign().corpus() + " ("
                        + effects.benign().tokens()
                        + " tokens). The same texts both times, so every change is the model's.");
        if (!effects.suppressed().isEmpty()) {
            separation(effects);
        }
        layers(effects.layers());
        list("Other features that moved most", effects.moved());
        list("Features of benign text that fell", effects.benignFallen());
    }

    private void separation(FeatureEffects measured) {
        long fallen = measured.suppressed().stream()
                .filter(effect -> effect.target().rateAfter() < effect.target().rateBefore() / 2)
                .count();
        page.raw("<figure class=\"side\">")
                .raw(SeparationPlot.of(measured))
                .raw("<figcaption><b>Separation of the suppressed features.</b> ")
                .raw("<span class=\"key before\"></span>before <span class=\"key after\"></span>after. ")
                .text(
                        "A feature of the target stands far above the dashed diagonal, where it would be on equally often in both kinds of"
                                + " text. Of " + measured.suppressed().size() + " suppressed features " + fallen
                                + " are on at less than half as many target tokens as before.")
                .raw("</figcaption></figure>");
    }

    private void layers(List<LayerEffect> layers) {
        page.element("h3", "Reconstruction, and how far the others moved");
        page.element(
                "p",
                "note",
                "Variance explained: 1 less the SAE's squared error over the variance around the mean. A fall on target text says that the"
                        + " unlearned model is there in states that the SAE does not know. Others: mean absolute change of firing rate of the"
                        + " features that were not suppressed, in percentage points.");
        page.table(
                "",
                "Layer",
                "#Features",
                "#Suppressed",
                "#Explained, target",
                "#Explained, benign",
                "#Others, target",
                "#Others, benign");
        for (LayerEffect layer : layers) {
            page.row(
                    1,
                    layer.layer(),
                    String.valueOf(layer.features()),
                    String.valueOf(layer.suppressed()),
                    explained(layer.target()),
                    explained(layer.benign()),
                    Markup.fixed(100 * layer.othersTarget(), 3),
                    Markup.fixed(100 * layer.othersBenign(), 3));
        }
        page.endTable();
    }

    private static String explained(FitChange fit) {
        return Markup.percent(fit.before().varianceExplained()) + " \u2192 "
                + Markup.percent(fit.after().varianceExplained());
    }

    private void list(String title, List<FeatureEffect> effects) {
        if (effects.isEmpty()) {
            return;
        }
        page.element("h3", title);
        page.table("", "Layer", "#Feature", "#Target, before", "#After", "#Benign, before", "#After");
        for (FeatureEffect effect : effects.subList(0, Math.min(SHOWN, effects.size()))) {
            page.row(
                    1,
                    effect.layer(),
                    String.valueOf(effect.feature()),
                    Markup.percent(effect.target().rateBefore()),
                    Markup.percent(effect.target().rateAfter()),
                    Markup.percent(effect.benign().rateBefore()),
                    Markup.percent(effect.benign().rateAfter()));
        }
        page.endTable();
        if (effects.size() > SHOWN) {
            page.element("p", "note", effects.size() - SHOWN + " more stand in the report's JSON twin.");
        }
    }
}
