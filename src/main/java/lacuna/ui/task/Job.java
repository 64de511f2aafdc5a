package lacuna.ui.task;

import lacuna.run.LacunaException;
import lacuna.run.Progress;

/**
 * Work for the compute thread. It may use the engine; it must not touch nodes or properties. Inputs are captured before it is
 * submitted, the result is handed back on the JavaFX thread.
 */
@FunctionalInterface
public interface Job<T> {

    /** @throws LacunaException with a sentence for the user; {@link lacuna.run.Cancelled} ends the job quietly */
    T run(Progress progress) throws LacunaException;
}
