package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import lacuna.text.TokenBatch;

/**
 * Texts that stand together in one pass.
 *
 * @param batch their tokens
 * @param first row of the pass at which they begin
 */
record Rows(TokenBatch batch, int first) {

    /** What a pass over all rows says about these texts, without padding that only their neighbours needed. */
    NDArray of(NDArray all) {
        boolean whole = all.getShape().get(0) == batch.rows() && all.getShape().get(1) == batch.width();
        return whole ? all : all.get("{}:{}, :{}", first, first + batch.rows(), batch.width());
    }

    /** One batch with the rows of both, padded on the right to the longer. */
    static TokenBatch joined(TokenBatch above, TokenBatch below) {
        int width = Math.max(above.width(), below.width());
        int[][] ids = new int[above.rows() + below.rows()][];
        int[] lengths = Arrays.copyOf(above.lengths(), ids.length);
        int[] documents = Arrays.copyOf(above.documents(), ids.length);
        for (int row = 0; row < ids.length; row++) {
            boolean upper = row < above.rows();
            int inner = upper ? row : row - above.rows();
            int[] source = (upper ? above : below).ids()[inner];
            // any id will do for padding: attention is causal
            ids[row] = Arrays.copyOf(source, width);
            if (!upper) {
                lengths[row] = below.lengths()[inner];
                documents[row] = below.documents()[inner];
            }
        }
        return new TokenBatch(documents, ids, lengths, above.contentStart());
    }
}
