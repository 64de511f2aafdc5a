package lacuna.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Cuts tokenized documents into batches; each is as wide as its longest document. */
public final class Batcher {

    private Batcher() {}

    /**
     * Batches in the order of the documents; the last may be smaller.
     *
     * @param padId fills rows on the right; such positions never count
     */
    public static List<TokenBatch> inOrder(List<TokenizedDocument> documents, int batchSize, int padId) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", expected at least 1");
        }
        List<TokenBatch> batches = new ArrayList<>();
        for (int start = 0; start < documents.size(); start += batchSize) {
            batches.add(batch(documents.subList(start, Math.min(start + batchSize, documents.size())), padId));
        }
        return batches;
    }

    /** Batches of the documents in an order that the seed alone decides. */
    public static List<TokenBatch> shuffled(List<TokenizedDocument> documents, int batchSize, int padId, long seed) {
        return inOrder(shuffle(documents, seed), batchSize, padId);
    }

    /** A shuffled copy (Fisher and Yates); one seed gives one order on every machine. */
    public static <T> List<T> shuffle(List<T> items, long seed) {
        List<T> result = new ArrayList<>(items);
        SplittableRandom random = new SplittableRandom(seed);
        for (int last = result.size() - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            T item = result.get(last);
            result.set(last, result.get(other));
            result.set(other, item);
        }
        return result;
    }

    private static TokenBatch batch(List<TokenizedDocument> documents, int padId) {
        int rows = documents.size();
        int width = documents.stream().mapToInt(TokenizedDocument::length).max().orElseThrow();
        int contentStart = documents.get(0).contentStart();
        int[] indices = new int[rows];
        int[] lengths = new int[rows];
        int[][] ids = new int[rows][];
        for (int row = 0; row < rows; row++) {
            TokenizedDocument document = documents.get(row);
            if (document.contentStart() != contentStart) {
                throw new IllegalArgumentException("documents of different tokenizers in one batch");
            }
            indices[row] = document.index();
            lengths[row] = document.length();
            ids[row] = Arrays.copyOf(document.ids(), width);
            Arrays.fill(ids[row], lengths[row], width, padId);
        }
        return new TokenBatch(indices, ids, lengths, contentStart);
    }
}
