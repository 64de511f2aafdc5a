package lacuna.ui.features;

import java.util.List;
import lacuna.features.LogitBins;

/**
 * Which next tokens the feature's decoder direction makes likelier and less likely, through the model's head.
 *
 * @param top largest first
 * @param bottom smallest first
 * @param bins of the whole vocabulary
 */
public record FeatureLogits(List<TokenLogit> top, List<TokenLogit> bottom, LogitBins bins) {

    /** A token's text with its logit. */
    public record TokenLogit(String piece, double logit) {}

    public FeatureLogits {
        top = List.copyOf(top);
        bottom = List.copyOf(bottom);
    }

    public static FeatureLogits none() {
        return new FeatureLogits(List.of(), List.of(), LogitBins.none());
    }

    public boolean isEmpty() {
        return top.isEmpty() && bottom.isEmpty();
    }
}
