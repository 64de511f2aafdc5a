package lacuna.ui.evaluate;

import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import lacuna.evaluation.FeatureActivityResult;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.PerplexityResult;
import lacuna.project.Evaluation;
import lacuna.ui.widget.MetricCard.Tone;
import org.jspecify.annotations.Nullable;

/** The measures of a run: four, and a fifth where general questions were asked. */
final class ChangeCards extends HBox {

    /** The bundled sample's promise: benign accuracy, and so general accuracy, keeps 95 % of what it was, perplexity grows by 3 % at most. */
    private static final double ACCURACY_KEPT = 0.95;

    private static final double PERPLEXITY_GROWTH = 1.03;

    private final ChangeCard target = new ChangeCard("Target accuracy");
    private final ChangeCard benign = new ChangeCard("Benign accuracy");
    private final ChangeCard general = new ChangeCard("General accuracy");
    private final ChangeCard perplexity = new ChangeCard("Perplexity, held-out texts");
    private final ChangeCard activity = new ChangeCard("Suppressed activity");

    ChangeCards(EvaluateModel model) {
        getStyleClass().add("change-cards");
        getChildren().addAll(target, benign, general, perplexity, activity);
        getChildren().forEach(card -> {
            HBox.setHgrow(card, Priority.ALWAYS);
            ((ChangeCard) card).setPrefWidth(240);
        });
        Tooltip.install(target, new Tooltip("Green where it fell: this is what should be forgotten"));
        Tooltip.install(benign, new Tooltip("Green where at least 95 % of it is kept"));
        Tooltip.install(general, new Tooltip("Green where at least 95 % of it is kept; M of the overall score"));
        Tooltip.install(perplexity, new Tooltip("Green up to 3 % above what it was; lower is better"));
        Tooltip.install(activity, new Tooltip("Mean activation of the suppressed features on held-out target texts"));
        model.resultProperty().subscribe(this::show);
    }

    private void show(Evaluation.@Nullable Pair pair) {
        boolean asked = pair != null && pair.after().general() != null;
        general.setVisible(asked);
        general.setManaged(asked);
        if (pair == null) {
            getChildren().forEach(card -> ((ChangeCard) card).clear("Not measured yet"));
            return;
        }
        accuracy(target, pair.before().target(), pair.after().target());
        accuracy(benign, pair.before().benign(), pair.after().benign());
        accuracy(general, pair.before().general(), pair.after().general());
        perplexity(pair.before().perplexity(), pair.after().perplexity());
        activity(pair.before().activity(), pair.after().activity());
    }

    private void accuracy(
            ChangeCard card, @Nullable MultipleChoiceResult before, @Nullable MultipleChoiceResult after) {
        if (before == null || after == null) {
            card.clear("The project has no such questions");
            return;
        }
        card.show(Figures.percent(before.accuracy()), Figures.percent(after.accuracy()), "%");
        boolean good = card == target
                ? after.accuracy() < before.accuracy()
                : after.accuracy() >= ACCURACY_KEPT * before.accuracy();
        card.explain(
                Figures.points(before.accuracy(), after.accuracy()),
                good ? Tone.GOOD : Tone.BAD,
                "95 % intervals " + Figures.interval(before.interval()) + " \u2192 "
                        + Figures.interval(after.interval()) + " %, n = "
                        + after.questions().size());
    }

    private void perplexity(PerplexityResult before, PerplexityResult after) {
        perplexity.show(Figures.plain(before.perplexity()), Figures.plain(after.perplexity()), "");
        perplexity.explain(
                Figures.change(before.perplexity(), after.perplexity()),
                after.perplexity() <= PERPLEXITY_GROWTH * before.perplexity() ? Tone.GOOD : Tone.BAD,
                String.format(java.util.Locale.ROOT, "%,d tokens of %s", after.tokens(), after.corpus()));
    }

    private void activity(@Nullable FeatureActivityResult before, @Nullable FeatureActivityResult after) {
        if (before == null || after == null) {
            activity.clear("No features were suppressed");
            return;
        }
        int features = after.layers().stream()
                .mapToInt(layer -> layer.features().size())
                .sum();
        activity.show(Figures.plain(before.mean()), Figures.plain(after.mean()), "");
        activity.explain(
                Figures.change(before.mean(), after.mean()),
                after.mean() <= before.mean() ? Tone.GOOD : Tone.BAD,
                String.format(
                        java.util.Locale.ROOT, "Mean of %d features, %,d target tokens", features, after.tokens()));
    }
}
