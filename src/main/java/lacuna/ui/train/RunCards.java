package lacuna.ui.train;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Subscription;
import lacuna.ui.widget.MetricCard;
import lacuna.unlearning.TrainingStep;
import org.jspecify.annotations.Nullable;

/** The four numbers of the newest step that say how the run goes. */
final class RunCards extends HBox {

    private final MetricCard activity = new MetricCard("Suppressed activity");
    private final MetricCard unlearn = new MetricCard("Unlearn loss");
    private final MetricCard retain = new MetricCard("Retain loss");
    private final MetricCard coherence = new MetricCard("Coherence loss");
    private Subscription following = Subscription.EMPTY;

    RunCards(TrainModel model) {
        getStyleClass().add("run-cards");
        getChildren().addAll(activity, unlearn, retain, coherence);
        getChildren().forEach(card -> {
            HBox.setHgrow(card, Priority.ALWAYS);
            ((MetricCard) card).setPrefWidth(160);
        });
        model.selectedProperty().subscribe(this::follow);
    }

    private void follow(@Nullable RunEntry run) {
        following.unsubscribe();
        following = run == null ? Subscription.EMPTY : run.lastProperty().subscribe(last -> show(run, last));
    }

    private void show(RunEntry run, @Nullable TrainingStep last) {
        falling(activity, run, last, step -> step.suppressedActivity().orElse(Double.NaN));
        falling(unlearn, run, last, step -> step.loss("unlearn"));
        drift(retain, run, last, step -> step.loss("retain"));
        drift(coherence, run, last, step -> step.loss("coherence"));
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
        if (first <= 0 || run.steps().size() < 2) {
            card.setDelta("at the first step", MetricCard.Tone.NEUTRAL);
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
