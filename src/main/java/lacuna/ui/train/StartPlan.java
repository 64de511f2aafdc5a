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

    static StartPlan of(
            UnlearnConfig config,
            RunOrder.Extras extras,
            MarkSummary marks,
            boolean busy,
            OptionalDouble secondsPerStep) {
        boolean needsMarks = config.featureMode().isPresent() && !extras.choosesFeatures();
        if (needsMarks && marks.features() == 0) {
            return impossible("Nothing is marked for suppression. Mark features in Features, or apply a CRISP preset"
                    + " there.");
        }
        int runs = extras.runs();
        if (config.steps() == 0) {
            return untrained(config, extras, marks, busy);
        }
        String steps = config.steps() + (config.steps() == 1 ? " step" : " steps");
        String what = extras.choosesFeatures()
                ? "The method chooses each run\u2019s features. "
                : needsMarks
                        ? "Trains a LoRA adapter that suppresses " + marks.features()
                                + (marks.features() == 1 ? " feature. " : " features. ")
                        : "Trains by " + config.title() + ", which needs no features. ";
        String verb = busy || runs > 1 ? "Queue " : "Start ";
        return new StartPlan(
                true,
                runs == 1 ? verb + steps : verb + runs + " runs of " + steps,
                what + time(config.steps() * (long) runs, secondsPerStep));
    }

    /** For methods that change the running model only. */
    private static StartPlan untrained(UnlearnConfig config, RunOrder.Extras extras, MarkSummary marks, boolean busy) {
        int runs = extras.runs();
        String verb = busy || runs > 1 ? "Queue " : "Start ";
        String what = extras.choosesFeatures()
                ? "The method chooses each run\u2019s features"
                : "Sets " + marks.features() + (marks.features() == 1 ? " feature" : " features");
        return new StartPlan(
                true,
                runs == 1 ? verb + config.title() : verb + runs + " runs",
                what + " in the running model; nothing is trained.");
    }

    private static String time(long steps, OptionalDouble secondsPerStep) {
        return secondsPerStep.isPresent()
                ? "About " + Durations.text(Pace.seconds(secondsPerStep.getAsDouble() * steps))
                        + ", at the pace of the last such run."
                : "How long it takes shows after the first steps.";
    }
}
