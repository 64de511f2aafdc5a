package lacuna.activations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import lacuna.text.TokenBatch;

/**
 * The tokens of a batch that count, in order of row, then position. The beginning of text and padding are not among them: the residual
 * stream at the first position is many times longer than anywhere else and would dominate every statistic.
 *
 * @param rows [n] row in the batch
 * @param positions [n] position in the row
 * @param width positions a row has, padding included
 */
public record ValidRows(int[] rows, int[] positions, int width) {

    public static ValidRows of(TokenBatch batch) {
        int count = Math.toIntExact(batch.validTokens());
        int[] rows = new int[count];
        int[] positions = new int[count];
        int n = 0;
        for (int row = 0; row < batch.rows(); row++) {
            for (int position = 0; position < batch.width(); position++) {
                if (batch.isValid(row, position)) {
                    rows[n] = row;
                    positions[n++] = position;
                }
            }
        }
        return new ValidRows(rows, positions, batch.width());
    }

    public int size() {
        return rows.length;
    }

    /** Their places in the batch flattened to [batch * pos]: i64 [n], in the caller's scope. */
    public NDArray flat(NDManager manager) {
        long[] places = new long[rows.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = (long) rows[i] * width + positions[i];
        }
        return manager.create(places);
    }
}
