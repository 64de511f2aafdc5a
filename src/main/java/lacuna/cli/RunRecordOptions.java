package lacuna.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which run is measured before and after, and by what. */
final class RunRecordOptions {

    /** What can be measured. */
    enum Part {
        /** Questions, perplexity, continuations: what 'lacuna run' measures, too. */
        QUESTIONS,
        /** Every feature of every SAE. */
        FEATURES
    }

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description =
                    "Run folder: measure its model before and after, and keep the results in the folder, where 'lacuna report' finds them.")
    private @Nullable Path run;

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "questions,features",
            description = "With --run: measure only these (default: all; questions only where that is missing).")
    private Set<Part> parts = EnumSet.noneOf(Part.class);

    boolean isGiven() {
        return run != null;
    }

    Path folder() {
        if (run == null) {
            throw new IllegalStateException("no run was given");
        }
        return run;
    }

    /** Whether a part was asked for by its name. */
    boolean names(Part part) {
        return parts.contains(part);
    }

    boolean wants(Part part) {
        return parts.isEmpty() || parts.contains(part);
    }
}
