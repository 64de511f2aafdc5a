package lacuna.ui.features;

/**
 * What the user has said about a feature.
 *
 * @param label in the user's words; empty for none
 */
public record FeatureNote(Mark mark, String label) {

    public static final FeatureNote NONE = new FeatureNote(Mark.UNDECIDED, "");

    public FeatureNote with(Mark other) {
        return new FeatureNote(other, label);
    }

    public FeatureNote withLabel(String other) {
        return new FeatureNote(mark, other);
    }
}
