package lacuna.project;

import java.util.Map;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/** What the parts of one measurement depend on, hashed once for all of them: the model's weights may have many gigabytes. */
final class InputHashes {

    private final Project project;
    private @Nullable Map<String, String> hashes;

    InputHashes(Project project) {
        this.project = project;
    }

    /** By path within the project, as {@link Fingerprints#ofStatistics} gives them. */
    Map<String, String> get() throws LacunaException {
        if (hashes == null) {
            hashes = Fingerprints.ofStatistics(project);
        }
        return hashes;
    }
}
