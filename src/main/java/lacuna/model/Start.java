package lacuna.model;

import ai.djl.ndarray.NDArray;

/**
 * Where a pass goes on: in front of a block, with a state that another pass handed out there.
 *
 * @param boundary number of blocks that have run, as {@link HookPoint#boundary}
 * @param state [batch, pos, d_model], f32 or the dtype the model computes in; a tap widened to f32 goes on exactly
 */
public record Start(int boundary, NDArray state) {}
