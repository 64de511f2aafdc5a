package lacuna.ui.train;

import java.time.Instant;
import java.util.List;
import lacuna.unlearning.LiveCheck;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;

/**
 * A run as it lies in the project's folder.
 *
 * @param name of its folder
 * @param started when its settings were written
 * @param features suppressed
 * @param stepsPlanned in all
 * @param steps done so far, in order
 * @param resumable whether there is a checkpoint to go on from
 * @param problem why it failed; empty if it did not
 * @param metrics of the trained model, if it has been evaluated
 * @param checks made while training
 */
public record TrainRun(
        String name,
        Instant started,
        RunState state,
        UnlearnConfig config,
        int features,
        int stepsPlanned,
        List<TrainingStep> steps,
        boolean resumable,
        String problem,
        RunMetrics metrics,
        List<LiveCheck> checks) {

    public TrainRun {
        steps = List.copyOf(steps);
        checks = List.copyOf(checks);
    }
}
