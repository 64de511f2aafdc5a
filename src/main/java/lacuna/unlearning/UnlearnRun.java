package lacuna.unlearning;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a run lives and what its {@code run.json} shall say beyond its settings.
 *
 * @param folder gets run.json, training.jsonl, checks.jsonl, footprint.jsonl, checkpoint.safetensors, best/ and adapter/
 * @param start what to do with an earlier run in the folder
 * @param hashes SHA-256 of model, SAEs and corpora by name, as known to the caller
 */
public record UnlearnRun(Path folder, Start start, Map<String, String> hashes) {

    /** What to do with an earlier run in the folder. */
    public enum Start {
        /** Begin anew; what an earlier run left is replaced. */
        FRESH,
        /** Go on from the checkpoint if there is one, else begin anew. */
        RESUME
    }

    public UnlearnRun {
        hashes = Map.copyOf(hashes);
    }

    public static UnlearnRun fresh(Path folder) {
        return new UnlearnRun(folder, Start.FRESH, Map.of());
    }

    public static UnlearnRun resume(Path folder) {
        return new UnlearnRun(folder, Start.RESUME, Map.of());
    }

    public Path record() {
        return folder.resolve("run.json");
    }

    public Path log() {
        return folder.resolve("training.jsonl");
    }

    public Path checkpoint() {
        return folder.resolve("checkpoint.safetensors");
    }

    /** The checkpoint before the last one: what is gone back to when the last turns out to be spoilt. */
    public Path earlierCheckpoint() {
        return folder.resolve("checkpoint-earlier.safetensors");
    }

    /** Quick evaluations made while training. */
    public Path checks() {
        return folder.resolve("checks.jsonl");
    }

    /** What the process held in memory on the way, if the run is long enough for a line. */
    public Path footprint() {
        return folder.resolve("footprint.jsonl");
    }

    /** The state with the best check. */
    public Path best() {
        return folder.resolve("best");
    }

    public Path adapter() {
        return folder.resolve("adapter");
    }
}
