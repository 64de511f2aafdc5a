package lacuna.selection;

/**
 * A feature to suppress, and why.
 *
 * @param layer the hook point it is read at, for example {@code resid_post.4}
 * @param feature its index in the SAE
 * @param score what it was ranked by: D of the mode, in tokens
 * @param reason the same in words
 */
public record SelectedFeature(String layer, int feature, double score, String reason) {

    /** How the reason begins where a person chose the feature; what they call it may follow. */
    public static final String MARKED = "marked by hand";
}
