package lacuna.sae;

/**
 * How each input row is normalised before it is encoded, and its reconstruction brought back. A factor that is the same for all rows is
 * not among these: it is folded into the weights when they are read.
 */
public enum InputNorm {
    /** u = x. */
    NONE,
    /** u = x sqrt(d) / |x| ({@code constant_norm_rescale} of SAELens). */
    CONSTANT_NORM,
    /** u = (x - mean) / (std + 1e-5), with d - 1 in the variance as torch has it ({@code layer_norm} of SAELens). */
    LAYER_NORM,
    /** u = x - mean: what a model with centred writing weights has in its residual stream where another has x. */
    CENTRED
}
