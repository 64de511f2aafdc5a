package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Where the tokens of a pass stand: consecutive positions behind those already cached, or, where texts are padded on the left,
 * positions and valid keys of their own.
 *
 * @param start positions before these
 * @param count positions of the pass
 * @param positions i64 [batch, pos], or null for start, start + 1, ...
 * @param last the largest position
 * @param valid bool [batch, pos], or null if no padding can be seen
 */
record Placement(
        int start,
        int count,
        @Nullable NDArray positions,
        int last,
        @Nullable NDArray valid) {

    static Placement consecutive(int start, int count) {
        return new Placement(start, count, null, start + count - 1, null);
    }

    /**
     * Positions count the valid tokens of a row. Where all padding is on the right it is left as it is: attention is causal, so no valid
     * position sees it.
     *
     * @param mask i64 [batch, pos], 1 for a token and 0 for padding
     */
    static Placement of(NDArray mask) {
        int rows = (int) mask.getShape().get(0);
        int width = (int) mask.getShape().get(1);
        long[] flags = mask.toLongArray();
        long[] positions = new long[flags.length];
        boolean[] valid = new boolean[flags.length];
        boolean rightOnly = true;
        int last = 0;
        for (int row = 0; row < rows; row++) {
            int seen = 0;
            for (int i = 0; i < width; i++) {
                int at = row * width + i;
                valid[at] = flags[at] != 0;
                rightOnly &= !valid[at] || seen == i;
                positions[at] = Math.max(0, valid[at] ? seen : seen - 1);
                seen += valid[at] ? 1 : 0;
            }
            last = Math.max(last, seen);
        }
        if (rightOnly) {
            return consecutive(0, width);
        }
        Shape shape = new Shape(rows, width);
        return new Placement(
                0,
                width,
                mask.getManager().create(positions, shape),
                last,
                mask.getManager().create(valid, shape));
    }

    /** Whether a window of this many positions (0 for all) hides anything that causal attention shows. */
    boolean hides(int window) {
        return window > 0 && start + count > window;
    }
}
