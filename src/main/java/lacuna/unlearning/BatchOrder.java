package lacuna.unlearning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lacuna.selection.CrispMode;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * Which texts make up the batch of which step: a pure function of the seed, so that a resumed run goes on where it stopped.
 *
 * <ul>
 *   <li>CODE, PAPER: every epoch has its own permutation of the texts, cut into batches.
 *   <li>ALIGNED: texts of similar length form fixed batches (less padding, and what the frozen model says about a batch can be kept);
 *       every epoch has its own permutation of the batches.
 * </ul>
 *
 * Corpora of equal length follow the same order, as in the released code; otherwise each has its own (the released code fails there).
 */
final class BatchOrder {

    private static final int PAD = 0; // any valid id: attention is causal and padding never counts

    private final List<TokenizedDocument> documents;
    private final CrispMode mode;
    private final int batchSize;
    private final long seed;

    static BatchOrder ofTarget(UnlearnTexts texts, CrispConfig config) {
        return new BatchOrder(texts.target(), config.mode(), config.batchSize(), config.seed());
    }

    static BatchOrder ofBenign(UnlearnTexts texts, CrispConfig config) {
        boolean paired = texts.benign().size() == texts.target().size();
        return new BatchOrder(
                texts.benign(), config.mode(), config.batchSize(), paired ? config.seed() : ~config.seed());
    }

    /** The coherence texts of a step, in turn: one batch, or none if there are no such texts. */
    static List<TokenBatch> coherence(UnlearnTexts texts, CrispConfig config, int step) {
        return texts.coherence().isEmpty()
                ? List.of()
                : List.of(inTurn(texts.coherence(), step, config.coherenceBatch()));
    }

    BatchOrder(List<TokenizedDocument> documents, CrispMode mode, int batchSize, long seed) {
        this.documents = mode == CrispMode.ALIGNED ? byLength(documents, seed) : List.copyOf(documents);
        this.mode = mode;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    private static List<TokenizedDocument> byLength(List<TokenizedDocument> documents, long seed) {
        List<TokenizedDocument> sorted = new ArrayList<>(Batcher.shuffle(documents, seed));
        sorted.sort(Comparator.comparingInt(TokenizedDocument::length)); // stable: equal lengths stay shuffled
        return sorted;
    }

    int batchesPerEpoch() {
        return (documents.size() + batchSize - 1) / batchSize;
    }

    /** @param step counted from 0 over all epochs */
    TokenBatch batch(int step) {
        int epoch = step / batchesPerEpoch();
        int inEpoch = step % batchesPerEpoch();
        long epochSeed = new SplittableRandom(seed).nextLong() + 0x9E3779B97F4A7C15L * epoch;
        List<TokenizedDocument> chosen = new ArrayList<>();
        if (mode == CrispMode.ALIGNED) {
            List<Integer> batches = Batcher.shuffle(
                    IntStream.range(0, batchesPerEpoch()).boxed().toList(), epochSeed);
            int first = batches.get(inEpoch) * batchSize;
            chosen.addAll(documents.subList(first, Math.min(first + batchSize, documents.size())));
        } else {
            List<TokenizedDocument> shuffled = Batcher.shuffle(documents, epochSeed);
            int first = inEpoch * batchSize;
            chosen.addAll(shuffled.subList(first, Math.min(first + batchSize, shuffled.size())));
        }
        return Batcher.inOrder(chosen, chosen.size(), PAD).get(0);
    }

    /** Takes texts in turn, {@code count} a step, beginning again at the end. */
    static TokenBatch inTurn(List<TokenizedDocument> documents, int step, int count) {
        List<TokenizedDocument> chosen = new ArrayList<>();
        int rows = Math.min(count, documents.size());
        for (int row = 0; row < rows; row++) {
            chosen.add(documents.get((int) (((long) step * rows + row) % documents.size())));
        }
        return Batcher.inOrder(chosen, rows, PAD).get(0);
    }
}
