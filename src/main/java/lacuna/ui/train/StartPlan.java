package lacuna.ui.train;

import java.util.OptionalDouble;
import lacuna.ui.task.Durations;
import lacuna.unlearning.UnlearnConfig;

/**
 * What pressing Start would do, in words.
 *
 * @param possible whether the button can be pressed
 * @param button its text
 * @param sentence beneath it: what happens, or what is missing
 */
public record StartPlan(boolean possible, String button, String sentence) {

    static final StartPlan NO_PROJECT = new StartPlan(false, "Start training", "Open a project first.");

    /** @param problem what is wrong with the form; empty if nothing is */
    static StartPlan impossible(String problem) {
        return new StartPlan(false, "Start training", problem);
    }

    static StartPlan of(UnlearnConfig config, MarkSummary marks, boolean busy, OptionalDouble secondsPerStep) {
        if (marks.features() == 0) {
            return impossible("Nothing is marked for suppression. Mark features in Features, or apply a CRISP preset"
                    + " there.");
        }
        String steps = config.steps() + (config.steps() == 1 ? " step" : " steps");
        String time = secondsPerStep.isPresent()
                ? "About "
                        + Durations.text(Pace.seconds(secondsPerStep.getAsDouble() * config.steps()))
                        + ", at the pace of the last such run."
                : "How long it takes shows after the first steps.";
        String what = "Trains a LoRA adapter that suppresses " + marks.features()
                + (marks.features() == 1 ? " feature. " : " features. ");
        return new StartPlan(true, (busy ? "Queue " : "Start ") + steps, what + time);
    }
}
