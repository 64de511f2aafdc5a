package lacuna.unlearning;

import java.util.Objects;
import java.util.Optional;

/**
 * How much of a batch the backward pass holds at a time. Losses and gradients are those of the whole batch whatever is chosen here, to
 * rounding: denominators are counted over all rows before any gradient runs.
 *
 * @param microBatch rows that go through the model together; 0 for all
 * @param activations what is kept of such a pass
 */
public record ActivationMemory(int microBatch, Activations activations) {

    /** All rows at once, everything kept: fastest, and what files mean that say nothing. */
    public static final ActivationMemory WHOLE = new ActivationMemory(0, Activations.KEEP);

    public ActivationMemory {
        activations = Objects.requireNonNullElse(activations, Activations.KEEP);
        if (microBatch < 0) {
            throw new IllegalArgumentException("microBatch is " + microBatch + "; expected at least 0");
        }
    }

    /** Whether passes have to be cut at all. */
    boolean isBounded() {
        return microBatch > 0 || activations == Activations.RECOMPUTE;
    }

    /** Rows that go through the model together, of so many. */
    public int rowsOf(int batch) {
        return microBatch == 0 ? batch : Math.min(microBatch, batch);
    }

    /**
     * The next smaller way to do the same: half the rows, down to one; then recomputation.
     *
     * @param batch rows of the largest pass
     */
    Optional<ActivationMemory> lighter(int batch) {
        int rows = rowsOf(batch);
        if (rows > 1) {
            return Optional.of(new ActivationMemory(rows / 2, activations));
        }
        return activations == Activations.KEEP
                ? Optional.of(new ActivationMemory(rows, Activations.RECOMPUTE))
                : Optional.empty();
    }

    /** "passes of 2 texts, each block computed twice". */
    String words(int batch) {
        int rows = rowsOf(batch);
        String passes = "passes of " + rows + (rows == 1 ? " text" : " texts");
        return activations == Activations.KEEP ? passes : passes + ", each block computed twice";
    }

    /** Leaves the usual choice out of files, so that those of runs made before there was one keep their fingerprints. */
    static final class Usual {
        @Override
        public boolean equals(Object other) {
            return WHOLE.equals(other);
        }

        @Override
        public int hashCode() {
            return WHOLE.hashCode();
        }
    }
}
