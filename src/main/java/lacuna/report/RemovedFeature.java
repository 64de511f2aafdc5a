package lacuna.report;

import lacuna.selection.SelectedFeature;
import org.jspecify.annotations.Nullable;

/**
 * A suppressed feature and why it was taken for one of the target.
 *
 * @param layer hook point it is read at
 * @param label what people or label files call it; empty if nobody has named it
 * @param score what it was ranked by
 * @param reason the same in words
 * @param passage where it is strongest in the target corpus; null where that is not known or not shown
 * @param note why there is no passage though there could be; else empty
 */
public record RemovedFeature(
        String layer,
        int feature,
        String label,
        double score,
        String reason,
        @Nullable Passage passage,
        String note) {

    /**
     * Text around the token at which a feature is strongest.
     *
     * @param peak that token
     */
    public record Passage(String before, String peak, String after) {}

    /**
     * Without names and passage.
     *
     * @param hidden stands where the label would
     * @param note stands where the passage would
     */
    RemovedFeature without(String hidden, String note) {
        String plain = reason.startsWith(SelectedFeature.MARKED) ? SelectedFeature.MARKED : reason;
        return new RemovedFeature(layer, feature, hidden, score, plain, null, note);
    }
}
