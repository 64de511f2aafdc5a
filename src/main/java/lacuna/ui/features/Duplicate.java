package lacuna.ui.features;

/**
 * A feature that is marked and one that looks like its sibling and is not marked alike.
 *
 * @param cosine of the decoder directions
 * @param together share of the tokens at which either is on at which both are (Jaccard)
 */
public record Duplicate(FeatureKey marked, FeatureKey sibling, double cosine, double together) {

    /** Least cosine. decision: far above what unrelated directions of a few hundred dimensions reach by chance. */
    public static final double LEAST_COSINE = 0.7;

    /** Least share of common tokens; the sketches tell it with a standard error of at most 0.06. */
    public static final double LEAST_TOGETHER = 0.3;
}
