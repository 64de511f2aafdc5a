package lacuna.selection;

import java.util.List;

/** Features to suppress: layer by layer in the order of the model, in each the highest ranked first. */
public record FeatureSelection(List<SelectedFeature> features) {

    public FeatureSelection {
        features = List.copyOf(features);
    }

    /** The features of one layer, highest ranked first. */
    public int[] of(String layer) {
        return features.stream()
                .filter(feature -> feature.layer().equals(layer))
                .mapToInt(SelectedFeature::feature)
                .toArray();
    }

    /** Layers with at least one feature, in order. */
    public List<String> layers() {
        return features.stream().map(SelectedFeature::layer).distinct().toList();
    }
}
