package lacuna.cli;

import lacuna.project.UnlearningSettings;
import lacuna.run.LacunaException;
import lacuna.unlearning.RunSchedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private MemoryOptions memory = new MemoryOptions();

    @Option(
            names = "--check-every",
            paramLabel = "N",
            description = "Ask some questions and continue some prompts every N steps (default: 0, never).")
    private int checkEvery;

    @Option(
            names = "--keep",
            paramLabel = "WHICH",
            description =
                    "State that becomes the adapter: last, or best (highest benign minus target accuracy among the checks;"
                            + " default: last).")
    private String keep = "last";

    RunSchedule schedule() throws LacunaException {
        for (RunSchedule.Kept kept : RunSchedule.Kept.values()) {
            if (kept.name().equalsIgnoreCase(keep)) {
                try {
                    return new RunSchedule(checkEvery, kept);
                } catch (IllegalArgumentException e) {
                    throw new LacunaException(
                            "--check-every and --keep do not fit together: " + e.getMessage() + ".", e);
                }
            }
        }
        throw new LacunaException("--keep is '" + keep + "'. Give last or best.");
    }

    UnlearningSettings over(UnlearningSettings settings) throws LacunaException {
        UnlearningSettings base = preset == null ? settings : UnlearningSettings.ofPreset(preset);
        return base.with(suppression, rank, rate, steps, memory.microBatch(), memory.activations());
    }
}
