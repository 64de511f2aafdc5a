package lacuna.unlearning;

import lacuna.model.Trainable;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Takes a quick look at the model in the middle of a run. On the compute thread. */
@FunctionalInterface
public interface RunCheck {

    /** @throws lacuna.run.Cancelled if the user asked to stop; the check is then made when the run goes on */
    LiveCheck at(int step, Trainable trained, Progress progress) throws LacunaException;
}
