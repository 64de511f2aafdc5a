package lacuna.cli;

import java.util.Objects;
import lacuna.run.LacunaException;
import lacuna.unlearning.ActivationMemory;
import lacuna.unlearning.Activations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a batch training holds at a time; losses stay the same. */
final class MemoryOptions {

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description =
                    "Rows that go through the model together, to need less memory; losses stay the same (0: all).")
    private @Nullable Integer microBatch;

    @Option(
            names = "--activations",
            paramLabel = "WHICH",
            description =
                    "What a block computes is kept for its gradients (keep) or computed a second time, for less memory"
                            + " (recompute); losses stay the same.")
    private @Nullable String activations;

    @Nullable
    Integer microBatch() {
        return microBatch;
    }

    @Nullable
    Activations activations() throws LacunaException {
        if (activations == null) {
            return null;
        }
        for (Activations choice : Activations.values()) {
            if (choice.name().equalsIgnoreCase(activations)) {
                return choice;
            }
        }
        throw new LacunaException("--activations is '" + activations + "'. Give keep or recompute.");
    }

    /** What is given here, and the rest of what stood before. */
    ActivationMemory over(ActivationMemory before) throws LacunaException {
        int rows = Objects.requireNonNullElse(microBatch, before.microBatch());
        if (rows < 0) {
            throw new LacunaException("--micro-batch is " + rows + ". Give 0, for the whole batch at once, or more.");
        }
        return new ActivationMemory(rows, Objects.requireNonNullElse(activations(), before.activations()));
    }
}
