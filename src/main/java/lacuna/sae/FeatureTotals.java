package lacuna.sae;

/**
 * What each feature does over chosen rows, when no more is asked: all that a choice of features by CRISP needs. The statistics of a project
 * also tell where and how strongly each feature is on, and count what {@link SparseAutoencoder#observe} tells them anyway.
 *
 * @param sum of its activations [d_sae]; added in f32
 * @param count of rows at which it is on [d_sae]
 */
public record FeatureTotals(float[] sum, long[] count) {}
