package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
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

    /** One pass whose rows were run apart, in their order; the parts are freed. */
    static Forward joined(List<Forward> parts) {
        Forward first = parts.get(0);
        Map<HookPoint, NDArray> taps = new HashMap<>();
        first.taps.keySet().forEach(tap -> taps.put(tap, joined(parts, part -> part.taps.get(tap))));
        return new Forward(
                taps,
                first.finalState == null ? null : joined(parts, part -> part.finalState),
                first.logits == null ? null : joined(parts, part -> part.logits));
    }

    private static NDArray joined(List<Forward> parts, Function<Forward, @Nullable NDArray> of) {
        NDList pieces = new NDList();
        parts.forEach(part -> pieces.add(Objects.requireNonNull(of.apply(part))));
        NDArray whole = NDArrays.concat(pieces, 0);
        pieces.close();
        return whole;
    }

    /** All that was computed. */
    Stream<NDArray> arrays() {
        return Stream.concat(
                taps.values().stream(), Stream.of(finalState, logits).filter(Objects::nonNull));
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
