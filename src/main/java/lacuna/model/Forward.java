package lacuna.model;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Pass} computed. The arrays live in the scope that was innermost when the pass ran. */
public final class Forward {

    private final Map<Integer, NDArray> byBoundary;
    private final @Nullable NDArray finalState;
    private final @Nullable NDArray logits;

    Forward(Map<Integer, NDArray> byBoundary, @Nullable NDArray finalState, @Nullable NDArray logits) {
        this.byBoundary = byBoundary;
        this.finalState = finalState;
        this.logits = logits;
    }

    /** The residual stream at a tap of the pass: [batch, pos, d_model]. */
    public NDArray residual(HookPoint hook) {
        return asked(byBoundary.get(hook.boundary()), hook.toString());
    }

    /** After the final norm: [batch, pos, d_model]. */
    public NDArray finalState() {
        return asked(finalState, "the final state");
    }

    /** f32 [batch, pos, vocabulary]. */
    public NDArray logits() {
        return asked(logits, "logits");
    }

    private static NDArray asked(@Nullable NDArray array, String what) {
        if (array == null) {
            throw new IllegalStateException("the pass was not asked for " + what);
        }
        return array;
    }
}
