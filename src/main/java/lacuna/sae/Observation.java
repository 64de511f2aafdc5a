package lacuna.sae;

/**
 * What an SAE does at some residual rows: the activations above zero, and for each feature the one row at which it was off by the
 * least.
 *
 * @param margins [d_sae] how far the pre-activation fell short there of what the gate asks for, 0 or below; {@link #ALWAYS_ON} if the
 *     feature is on at every row
 * @param rows [d_sae] that row, among those asked for
 */
public record Observation(SparseEntries entries, float[] margins, int[] rows) {

    /** A margin no real one comes near. */
    public static final float ALWAYS_ON = -1e30f;
}
