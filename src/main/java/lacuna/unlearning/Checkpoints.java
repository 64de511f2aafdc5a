package lacuna.unlearning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import lacuna.run.LacunaException;
import lacuna.tensor.AdamW;

/**
 * The checkpoints of one run: the last, and the one before. A state is known to be good only when the losses of the step after it are;
 * the one before is what is left when they are not.
 */
final class Checkpoints {

    private final UnlearnRun run;
    private final String fingerprint;
    private int last;

    Checkpoints(UnlearnRun run, String fingerprint) {
        this.run = run;
        this.fingerprint = fingerprint;
    }

    /** Clears or takes up what is in the run folder. */
    int start(Objective objective, AdamW adam) throws LacunaException {
        if (!Checkpoint.exists(run.checkpoint()) && Checkpoint.exists(run.earlierCheckpoint())) {
            move(run.earlierCheckpoint(), run.checkpoint()); // killed between putting one aside and writing the next
        }
        if (run.start() == UnlearnRun.Start.RESUME && Checkpoint.exists(run.checkpoint())) {
            last = Checkpoint.restore(run.checkpoint(), objective.trained(), adam, fingerprint);
        } else {
            delete(run.checkpoint());
            delete(run.earlierCheckpoint());
        }
        return last;
    }

    void write(Objective objective, AdamW adam, int done) throws LacunaException {
        if (Checkpoint.exists(run.checkpoint()) && last != done) {
            move(run.checkpoint(), run.earlierCheckpoint());
        }
        Checkpoint.write(run.checkpoint(), objective.trained(), adam, done, fingerprint);
        last = done;
    }

    /** The state after these steps gave losses that cannot be used: no checkpoint of it remains. */
    void reject(int done) throws LacunaException {
        if (!Checkpoint.exists(run.checkpoint()) || last != done) {
            return;
        }
        if (Checkpoint.exists(run.earlierCheckpoint())) {
            move(run.earlierCheckpoint(), run.checkpoint());
            last = Checkpoint.step(run.checkpoint());
        } else {
            delete(run.checkpoint());
            last = 0;
        }
    }

    /** What is left to go on from, in words. */
    String words() {
        return Checkpoint.exists(run.checkpoint())
                ? "The checkpoint of step " + last + " in " + run.folder() + " is kept."
                : "No good checkpoint had been written yet.";
    }

    /** The run is finished: only its last checkpoint is still of use, to go on with more steps. */
    void finish() throws LacunaException {
        delete(run.earlierCheckpoint());
    }

    private static void move(Path from, Path to) throws LacunaException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LacunaException(
                    "Cannot put the checkpoint " + from + " aside: " + e.getMessage() + ". Free some space.", e);
        }
    }

    private static void delete(Path file) throws LacunaException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LacunaException("Cannot remove the old " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
