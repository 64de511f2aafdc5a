package lacuna.sae;

/**
 * The activations above zero of some residual rows, ordered by row, then feature.
 *
 * @param rows [n] which of the rows asked for, from 0
 * @param features [n]
 * @param values [n] activations, all positive
 */
public record SparseEntries(int[] rows, int[] features, float[] values) {

    public int size() {
        return values.length;
    }
}
