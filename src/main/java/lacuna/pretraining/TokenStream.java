package lacuna.pretraining;

import java.util.List;
import java.util.SplittableRandom;

/**
 * An endless stream over a corpus: documents in a new seeded order every epoch, each between its beginning-of-text and end-of-text
 * token. What it hands out depends only on seed and position, so a resumed training skips ahead and sees the same rows.
 */
final class TokenStream {

    private final List<int[]> documents;
    private final SplittableRandom random;
    private int[] order;
    private int document;
    private int offset;

    TokenStream(List<int[]> documents, long seed) {
        this.documents = documents;
        this.random = new SplittableRandom(seed);
        this.order = shuffled();
    }

    /** Fills a row from where the last one ended. */
    void fill(int[] row) {
        int filled = 0;
        while (filled < row.length) {
            int[] current = documents.get(order[document]);
            int count = Math.min(row.length - filled, current.length - offset);
            System.arraycopy(current, offset, row, filled, count);
            filled += count;
            offset += count;
            if (offset == current.length) {
                offset = 0;
                document++;
                if (document == order.length) {
                    document = 0;
                    order = shuffled();
                }
            }
        }
    }

    private int[] shuffled() {
        int[] permutation = new int[documents.size()];
        for (int i = 0; i < permutation.length; i++) {
            int j = random.nextInt(i + 1);
            permutation[i] = permutation[j];
            permutation[j] = i;
        }
        return permutation;
    }
}
