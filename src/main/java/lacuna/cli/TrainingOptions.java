package lacuna.cli;

import lacuna.project.UnlearningSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to train; what is not given is the project's. */
final class TrainingOptions {

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Training settings by name, instead of the project's.")
    private @Nullable String preset;

    @Option(names = "--suppression", paramLabel = "X", description = "Lambda: how far a chosen feature is pushed down.")
    private @Nullable Double suppression;

    @Option(names = "--rank", paramLabel = "N", description = "Rank of the LoRA adapter; its alpha becomes twice that.")
    private @Nullable Integer rank;

    @Option(names = "--rate", paramLabel = "X", description = "Learning rate.")
    private @Nullable Double rate;

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps.")
    private @Nullable Integer steps;

    UnlearningSettings over(UnlearningSettings settings) {
        UnlearningSettings base = preset == null ? settings : UnlearningSettings.ofPreset(preset);
        return base.with(suppression, rank, rate, steps);
    }
}
