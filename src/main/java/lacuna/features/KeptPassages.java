package lacuna.features;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Passages of one corpus for the features of one SAE: a bounded list for each feature. What is kept of a passage is where it lies and
 * the few activations in it; its tokens are those of the corpus, kept once.
 *
 * <p>Memory: features * limit * (about 70 bytes and 8 a token at which the feature is on). For 2,048 features and 8 passages: 2 MB.
 */
public final class KeptPassages {

    /** Which passages are kept where there are too many. */
    public enum Order {
        /** The largest activations, or the smallest shortfalls; one a document. */
        STRONGEST,
        /** A fair sample of the tokens at which a feature is on, so that its quantiles are those of the feature. */
        SAMPLED
    }

    /**
     * @param first position of the first token shown
     * @param end position after the last
     * @param on pairs of a position and the bits of the activation there
     */
    record Kept(int document, int position, int first, int end, float value, int[] on) {}

    private static final Kept[] NONE = {};

    private final Order order;
    private final int limit;
    private final CorpusTokens corpus;
    private final Kept[][] byFeature;

    /**
     * @param features d_sae
     * @param limit passages kept for each
     */
    KeptPassages(Order order, int features, int limit, CorpusTokens corpus) {
        this.order = order;
        this.limit = limit;
        this.corpus = corpus;
        this.byFeature = new Kept[features][];
        Arrays.fill(byFeature, NONE);
    }

    public int features() {
        return byFeature.length;
    }

    public int limit() {
        return limit;
    }

    Order order() {
        return order;
    }

    CorpusTokens corpus() {
        return corpus;
    }

    /** Strongest first, or nearest to being on. */
    public List<Passage> of(int feature) {
        return Arrays.stream(byFeature[feature])
                .sorted(Comparator.comparingDouble((Kept kept) -> -kept.value()))
                .map(this::passage)
                .toList();
    }

    /** As they are kept. */
    List<Kept> kept(int feature) {
        return Collections.unmodifiableList(Arrays.asList(byFeature[feature]));
    }

    private Passage passage(Kept kept) {
        float[] activations = new float[kept.end() - kept.first()];
        for (int i = 0; i < kept.on().length; i += 2) {
            activations[kept.on()[i] - kept.first()] = Float.intBitsToFloat(kept.on()[i + 1]);
        }
        return new Passage(
                kept.document(),
                corpus.part(kept.document(), kept.first(), kept.end()),
                kept.first(),
                activations,
                kept.value(),
                kept.position() - kept.first());
    }

    /** Whether a passage would be kept. Of equal ones the earlier stays. */
    boolean admits(int feature, int document, int position, float value) {
        Kept[] kept = byFeature[feature];
        if (kept.length < limit) {
            return true;
        }
        return limit > 0 && rank(document, position, value) > rank(kept[kept.length - 1]);
    }

    /** Inserts in order and drops the last if there are too many; {@link #admits} must hold. */
    void add(int feature, Kept passage) {
        Kept[] kept = byFeature[feature];
        double rank = rank(passage);
        int place = kept.length;
        while (place > 0 && rank(kept[place - 1]) < rank) {
            place--;
        }
        Kept[] next = new Kept[Math.min(limit, kept.length + 1)];
        System.arraycopy(kept, 0, next, 0, place);
        next[place] = passage;
        System.arraycopy(kept, place, next, place + 1, next.length - place - 1);
        byFeature[feature] = next;
    }

    private double rank(Kept kept) {
        return rank(kept.document(), kept.position(), kept.value());
    }

    private double rank(int document, int position, float value) {
        return order == Order.STRONGEST ? value : -TokenHash.of(document, position);
    }
}
