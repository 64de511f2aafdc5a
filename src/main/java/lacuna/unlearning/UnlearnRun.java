package lacuna.unlearning;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a run lives and what its {@code run.json} shall say beyond its settings.
 *
 * @param folder gets run.json, training.jsonl, checkpoint.safetensors and adapter/
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

    public Path adapter() {
        return folder.resolve("adapter");
    }
}
