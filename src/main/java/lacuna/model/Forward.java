package lacuna.model;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Pass} computed. The arrays live in the scope that was innermost when the pass ran. */
public final class Forward {

    private final Map<HookPoint, NDArray> taps;
    private final @Nullable NDArray finalState;
    private final @Nullable NDArray logits;

    Forward(Map<HookPoint, NDArray> taps, @Nullable NDArray finalState, @Nullable NDArray logits) {
        this.taps = taps;
        this.finalState = finalState;
        this.logits = logits;
    }

    /** The activations at a tap of the pass, f32 [batch, pos, width at the hook]. */
    public NDArray residual(HookPoint hook) {
        return asked(taps.get(hook.canonical()), hook.toString());
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
