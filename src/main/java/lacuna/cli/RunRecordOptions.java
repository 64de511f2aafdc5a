package lacuna.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import lacuna.project.TextMeasures;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which run is measured before and after, and by what. */
final class RunRecordOptions {

    /** What can be measured. */
    enum Part {
        /** Questions, perplexity, continuations: what 'lacuna run' measures, too. */
        QUESTIONS,
        /** Every feature of every SAE. */
        FEATURES,
        /** Perplexity on target, benign and general text; proxies and ratings of the continuations. */
        TEXTS
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
            paramLabel = "questions,features,texts",
            description = "With --run: measure only these (default: all; questions only where that is missing).")
    private Set<Part> parts = EnumSet.noneOf(Part.class);

    @Option(
            names = "--keywords",
            paramLabel = "FILE",
            description =
                    "With --run: words that speak of the target, one on each line (default: keywords.txt in the project folder, where there is one).")
    private @Nullable Path keywords;

    @Mixin
    private JudgeOptions judge = new JudgeOptions();

    TextMeasures texts() throws LacunaException {
        return new TextMeasures(Optional.ofNullable(keywords), judge.judge(), judge.concept());
    }

    boolean isGiven() {
        return run != null;
    }

    /** @throws LacunaException if something is said about a run that was not given: it would be of no effect */
    void requireWhole() throws LacunaException {
        if (run == null && (!parts.isEmpty() || keywords != null || judge.isGiven())) {
            throw new LacunaException(
                    "--parts, --keywords and a judge are about a run and its continuations. Name a run folder with --run.");
        }
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
