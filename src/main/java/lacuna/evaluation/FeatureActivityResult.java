package lacuna.evaluation;

import java.util.List;

/**
 * How active the chosen features are on held-out texts. A mean is total activation divided by the number of tokens that count (not
 * the beginning of text, not padding), active or not; over several features it is the mean of their means.
 *
 * @param tokens tokens that counted
 * @param mean over all chosen features of all hook points, in units of the SAEs' activations; 0 if none is chosen
 * @param firingRate share of tokens at which a feature is above zero, mean over the features
 * @param layers in the order of the hook points
 */
public record FeatureActivityResult(
        String corpus,
        String sha256,
        int maxTokens,
        long tokens,
        double mean,
        double firingRate,
        List<LayerActivity> layers) {

    /**
     * @param layer hook point, {@code resid_post.4}
     * @param mean over the features below
     * @param firingRate mean over the features below
     */
    public record LayerActivity(String layer, double mean, double firingRate, List<FeatureValue> features) {
        public LayerActivity {
            features = List.copyOf(features);
        }

        static LayerActivity of(String layer, List<FeatureValue> features) {
            return new LayerActivity(
                    layer,
                    features.stream().mapToDouble(FeatureValue::mean).average().orElse(0),
                    features.stream()
                            .mapToDouble(FeatureValue::firingRate)
                            .average()
                            .orElse(0),
                    features);
        }
    }

    /**
     * @param mean activation per token
     * @param firingRate share of tokens at which it is above zero
     */
    public record FeatureValue(int feature, double mean, double firingRate) {}

    public FeatureActivityResult {
        layers = List.copyOf(layers);
    }

    /** Whether it was measured on these texts, cut at the same length. */
    public boolean isOf(HeldOutTexts texts) {
        return sha256.equals(texts.sha256()) && maxTokens == texts.maxTokens();
    }

    static FeatureActivityResult of(HeldOutTexts texts, long tokens, List<LayerActivity> layers) {
        return new FeatureActivityResult(
                texts.name(),
                texts.sha256(),
                texts.maxTokens(),
                tokens,
                layers.stream()
                        .flatMap(layer -> layer.features().stream())
                        .mapToDouble(FeatureValue::mean)
                        .average()
                        .orElse(0),
                layers.stream()
                        .flatMap(layer -> layer.features().stream())
                        .mapToDouble(FeatureValue::firingRate)
                        .average()
                        .orElse(0),
                layers);
    }
}
