package lacuna.ui.train;

/**
 * What is marked for suppression just now.
 *
 * @param features over all layers
 * @param layers hook points with at least one of them
 */
public record MarkSummary(int features, int layers) {

    public static final MarkSummary NONE = new MarkSummary(0, 0);

    /** "24 features marked in 3 layers". */
    public String sentence() {
        if (features == 0) {
            return "No feature is marked yet";
        }
        return features + (features == 1 ? " feature" : " features") + " marked in " + layers
                + (layers == 1 ? " layer" : " layers");
    }
}
