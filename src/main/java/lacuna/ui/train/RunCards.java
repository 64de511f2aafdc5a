package lacuna.ui.train;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Subscription;
import lacuna.ui.widget.Capital;
import lacuna.ui.widget.MetricCard;
import lacuna.unlearning.TrainingStep;
import org.jspecify.annotations.Nullable;

/** The numbers of the newest step that say how the run goes: activity where features are suppressed, then the method's losses. */
final class RunCards extends HBox {

    private Subscription following = Subscription.EMPTY;

    RunCards(TrainModel model) {
        getStyleClass().add("run-cards");
        model.selectedProperty().subscribe(this::follow);
    }

    private void follow(@Nullable RunEntry run) {
        following.unsubscribe();
        following = Subscription.EMPTY;
        getChildren().clear();
        if (run == null) {
            return;
        }
        if (run.config().featureMode().isPresent()) {
            MetricCard activity = add("Suppressed activity");
            onStep(
                    run,
                    last -> falling(
                            activity,
                            run,
                            last,
                            step -> step.suppressedActivity().orElse(Double.NaN)));
        }
        boolean forgets = true; // the first of a method's losses is about what is forgotten
        for (String loss : run.config().lossWeights().keySet()) {
            MetricCard card = add(Capital.of(loss) + " loss");
            boolean falls = forgets;
            onStep(run, last -> {
                if (falls) {
                    falling(card, run, last, step -> step.loss(loss));
                } else {
                    drift(card, run, last, step -> step.loss(loss));
                }
            });
            forgets = false;
        }
    }

    private void onStep(RunEntry run, Consumer<@Nullable TrainingStep> show) {
        following = following.and(run.lastProperty().subscribe(show));
    }

    private MetricCard add(String label) {
        MetricCard card = new MetricCard(label);
        card.setPrefWidth(160);
        HBox.setHgrow(card, Priority.ALWAYS);
        getChildren().add(card);
        return card;
    }

    /** What should fall: compared with where it began. */
    private static void falling(
            MetricCard card, RunEntry run, @Nullable TrainingStep last, ToDoubleFunction<TrainingStep> value) {
        if (last == null) {
            empty(card);
            return;
        }
        double now = value.applyAsDouble(last);
        double first = value.applyAsDouble(run.steps().get(0));
        card.setValue(Numbers.loss(now), "");
        if (run.steps().size() < 2) {
            card.setDelta("at the first step", MetricCard.Tone.NEUTRAL);
            return;
        }
        if (!(first > 0)) { // there is no share of nothing
            card.setDelta(Numbers.loss(first) + " at step " + run.steps().get(0).step(), MetricCard.Tone.NEUTRAL);
            return;
        }
        double change = 100 * (now - first) / first;
        String text = String.format(Locale.ROOT, "%s%.0f %%", change < 0 ? "\u2212" : "+", Math.abs(change));
        card.setDelta(
                text + " since step " + run.steps().get(0).step(),
                change < 0 ? MetricCard.Tone.GOOD : MetricCard.Tone.BAD);
    }

    /** What starts at nothing and should stay small: compared with its highest. */
    private static void drift(
            MetricCard card, RunEntry run, @Nullable TrainingStep last, ToDoubleFunction<TrainingStep> value) {
        if (last == null) {
            empty(card);
            return;
        }
        TrainingStep peak = last;
        for (TrainingStep step : run.steps()) {
            if (value.applyAsDouble(step) > value.applyAsDouble(peak)) {
                peak = step;
            }
        }
        card.setValue(Numbers.loss(value.applyAsDouble(last)), "");
        card.setDelta(
                "Peak " + Numbers.loss(value.applyAsDouble(peak)) + " at step " + peak.step(), MetricCard.Tone.NEUTRAL);
    }

    private static void empty(MetricCard card) {
        card.setValue("\u2013", "");
        card.setDelta("after the first step", MetricCard.Tone.NEUTRAL);
    }
}
