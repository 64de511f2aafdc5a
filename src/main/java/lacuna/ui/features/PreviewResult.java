package lacuna.ui.features;

import java.util.Map;

/**
 * What clamping does.
 *
 * @param texts continuations of the sides that were asked for
 * @param target perplexity on target texts
 * @param benign perplexity on benign texts
 * @param documents read of each at most
 */
public record PreviewResult(Map<PreviewRequest.Side, String> texts, Change target, Change benign, int documents) {

    /** A perplexity with the model as it is and with features clamped. */
    public record Change(double clean, double clamped) {
        /** By how much it grows, as a share of what it was. */
        public double share() {
            return clamped / clean - 1;
        }
    }

    public PreviewResult {
        texts = Map.copyOf(texts);
    }
}
