package lacuna.model;

import ai.djl.ndarray.NDArray;

/**
 * Rewrites the residual stream at a hook point while the model runs; the blocks behind it, and taps at the same place, see the result.
 * Called on the compute thread, once a pass, or once a token where keys and values are cached.
 */
@FunctionalInterface
public interface ResidualEdit {

    /**
     * @param x [batch, pos, d_model] in the dtype the model computes in, which may be bfloat16: do the arithmetic in a kernel
     * @param ids i64 [batch, pos] the tokens at these positions, so that the beginning of text can be told from the rest
     * @return of the same shape and dtype, in the caller's innermost scope
     */
    NDArray apply(NDArray x, NDArray ids);
}
