package lacuna.evaluation;

import java.util.Arrays;
import java.util.List;
import lacuna.sae.SparseAutoencoder;

/**
 * Features of one SAE whose activity is to be measured.
 *
 * @param sae tells the hook point; stays the caller's
 * @param features indices into the SAE's dictionary, at least one, none twice
 */
public record ChosenFeatures(SparseAutoencoder sae, List<Integer> features) {

    public ChosenFeatures {
        features = List.copyOf(features);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("no feature of " + sae.hook() + " is chosen");
        }
        for (int feature : features) {
            if (feature < 0 || feature >= sae.features()) {
                throw new IllegalArgumentException(
                        "feature " + feature + " of " + sae.hook() + ", which has " + sae.features());
            }
        }
        if (features.stream().distinct().count() != features.size()) {
            throw new IllegalArgumentException("a feature of " + sae.hook() + " is chosen twice: " + features);
        }
    }

    public static ChosenFeatures of(SparseAutoencoder sae, int... features) {
        return new ChosenFeatures(sae, Arrays.stream(features).boxed().toList());
    }

    int[] indices() {
        return features.stream().mapToInt(Integer::intValue).toArray();
    }
}
