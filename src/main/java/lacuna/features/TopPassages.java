package lacuna.features;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The passages of one corpus at which the features of one SAE are strongest: a bounded list for each feature, strongest first, one
 * passage a document at most.
 *
 * <p>Memory: features * limit * (8 bytes a token shown + about 80). For 2,048 features, 8 passages of 33 tokens: 6 MB.
 */
public final class TopPassages {

    private final int limit;
    private final Passage[][] byFeature;

    /**
     * @param features d_sae
     * @param limit passages kept for each
     */
    public TopPassages(int features, int limit) {
        this.limit = limit;
        this.byFeature = new Passage[features][];
        Arrays.fill(byFeature, new Passage[0]);
    }

    public int features() {
        return byFeature.length;
    }

    public int limit() {
        return limit;
    }

    /** Strongest first. */
    public List<Passage> of(int feature) {
        return Collections.unmodifiableList(Arrays.asList(byFeature[feature]));
    }

    /** Whether a passage with this maximum would be kept. Of equal ones the earlier stays. */
    boolean admits(int feature, float max) {
        Passage[] kept = byFeature[feature];
        return kept.length < limit || (limit > 0 && max > kept[kept.length - 1].max());
    }

    /** Inserts in order and drops the weakest if there are too many; {@link #admits} must hold. */
    void add(int feature, Passage passage) {
        Passage[] kept = byFeature[feature];
        int place = kept.length;
        while (place > 0 && kept[place - 1].max() < passage.max()) {
            place--;
        }
        Passage[] next = new Passage[Math.min(limit, kept.length + 1)];
        System.arraycopy(kept, 0, next, 0, place);
        next[place] = passage;
        System.arraycopy(kept, place, next, place + 1, next.length - place - 1);
        byFeature[feature] = next;
    }
}
