package lacuna.ui.train;

import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.unlearning.TrainingListener;

/**
 * A run with all its inputs captured, ready for the compute thread.
 *
 * @param name of its folder under the project's runs
 */
public record PreparedRun(String name, Work work) {

    /** What happens on the compute thread. */
    @FunctionalInterface
    public interface Work {

        /** @throws lacuna.run.Cancelled after a checkpoint, within one step of a cancel */
        void run(TrainingListener listener, Progress progress) throws LacunaException;
    }
}
