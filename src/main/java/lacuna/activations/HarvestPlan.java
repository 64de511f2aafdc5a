package lacuna.activations;

import java.util.ArrayList;
import java.util.List;
import lacuna.text.Batcher;
import lacuna.text.TokenizedDocument;

/**
 * Which documents fill which buffer of residual rows. A pure function of documents, buffer size and seed, so that a run that was
 * killed can start again in the middle: buffer number c holds the same rows then.
 *
 * <p>decision: a buffer is filled, served in a shuffled order, and thrown away whole, instead of being topped up while it is served.
 * Mixing is a little poorer, but nothing of the buffer has to be saved to resume exactly.
 */
public final class HarvestPlan {

    private final List<TokenizedDocument> documents;
    private final int bufferRows;
    private final long seed;
    private final List<List<TokenizedDocument>> buffers = new ArrayList<>();
    private int epoch;
    private List<TokenizedDocument> order = List.of();
    private int next;

    /**
     * @param documents at least one with a valid token
     * @param bufferRows rows a buffer has at least
     */
    public HarvestPlan(List<TokenizedDocument> documents, int bufferRows, long seed) {
        if (documents.stream().mapToLong(HarvestPlan::rows).sum() == 0) {
            throw new IllegalArgumentException("no document has a token that counts");
        }
        this.documents = List.copyOf(documents);
        this.bufferRows = bufferRows;
        this.seed = seed;
    }

    /** Tokens of a document that count. */
    public static int rows(TokenizedDocument document) {
        return Math.max(0, document.length() - document.contentStart());
    }

    /**
     * Documents of a buffer; the corpus starts again, in another order, when it is used up.
     *
     * @param number from 0
     * @return documents with at least the buffer's rows together, ordered by length so that little is padded
     */
    public List<TokenizedDocument> buffer(int number) {
        while (buffers.size() <= number) {
            List<TokenizedDocument> chosen = new ArrayList<>();
            for (int rows = 0; rows < bufferRows; next++) {
                if (next == order.size()) {
                    order = Batcher.shuffle(documents, seed + 31L * epoch++);
                    next = 0;
                }
                chosen.add(order.get(next));
                rows += rows(order.get(next));
            }
            chosen.sort(java.util.Comparator.comparingInt(TokenizedDocument::length));
            buffers.add(chosen);
        }
        return buffers.get(number);
    }
}
