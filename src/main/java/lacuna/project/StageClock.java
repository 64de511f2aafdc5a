package lacuna.project;

import lacuna.project.RunSeconds.Stage;
import lacuna.run.LacunaException;

/** Adds up how long stages take, in the run folder, so that a run over several sittings tells the whole time. */
final class StageClock {

    /** A stage. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws LacunaException;
    }

    private final RunFolder folder;

    StageClock(RunFolder folder) {
        this.folder = folder;
    }

    /** Runs a stage; the time counts even if it is stopped. */
    <T> T time(Stage stage, Work<T> work) throws LacunaException {
        long start = System.nanoTime();
        try {
            T result = work.run();
            add(stage, (System.nanoTime() - start) / 1e9);
            return result;
        } catch (LacunaException e) {
            noteQuietly(stage, (System.nanoTime() - start) / 1e9, e);
            throw e;
        }
    }

    void add(Stage stage, double seconds) throws LacunaException {
        folder.seconds(folder.seconds().plus(stage, seconds));
    }

    private void noteQuietly(Stage stage, double seconds, LacunaException problem) {
        try {
            add(stage, seconds);
        } catch (LacunaException second) {
            problem.addSuppressed(second); // decision: the first problem is the one to tell
        }
    }
}
