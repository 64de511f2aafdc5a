package lacuna.model;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one forward pass shall compute. It stops after the last block it needs, and runs final norm and head only when asked.
 *
 * @param taps places of the residual stream to hand out
 * @param finalState whether the state after the final norm is wanted
 * @param logits whether logits are wanted
 * @param adapter LoRA factors to apply, or null for the model as it is
 * @param dropout whether the adapter's dropout is active (training only)
 * @param edits of the residual stream, by where they happen
 */
public record Pass(
        Set<HookPoint> taps,
        boolean finalState,
        boolean logits,
        @Nullable LoraAdapter adapter,
        boolean dropout,
        SortedMap<HookPoint, ResidualEdit> edits) {

    public Pass {
        taps = Collections.unmodifiableSet(new TreeSet<>(taps));
        edits = Collections.unmodifiableSortedMap(new TreeMap<>(edits));
    }

    /** Without edits of the residual stream. */
    public Pass(
            Set<HookPoint> taps, boolean finalState, boolean logits, @Nullable LoraAdapter adapter, boolean dropout) {
        this(taps, finalState, logits, adapter, dropout, Collections.emptySortedMap());
    }

    public static Pass residuals(Collection<HookPoint> taps) {
        return new Pass(Set.copyOf(taps), false, false, null, false);
    }

    public static Pass forLogits() {
        return new Pass(Set.of(), false, true, null, false);
    }

    public static Pass forFinalState() {
        return new Pass(Set.of(), true, false, null, false);
    }

    public Pass withFinalState() {
        return new Pass(taps, true, logits, adapter, dropout, edits);
    }

    public Pass with(@Nullable LoraAdapter lora) {
        return new Pass(taps, finalState, logits, lora, dropout, edits);
    }

    /** With the adapter and the edits of a variant. */
    public Pass with(ModelVariant variant) {
        return new Pass(taps, finalState, logits, variant.adapter(), dropout, variant.edits());
    }

    /** With the adapter's dropout active. */
    public Pass training() {
        return new Pass(taps, finalState, logits, adapter, true, edits);
    }

    /** How many blocks must run. */
    int blocks(int layers) {
        if (finalState || logits) {
            return layers;
        }
        return taps.stream().mapToInt(HookPoint::boundary).max().orElse(0);
    }

    /**
     * The residual stream as it goes on from a boundary between blocks.
     *
     * @param x [batch, pos, dModel]
     * @param ids i64 [batch, pos]
     */
    NDArray edited(int boundary, NDArray x, NDArray ids) {
        NDArray result = x;
        for (Map.Entry<HookPoint, ResidualEdit> edit : edits.entrySet()) {
            if (edit.getKey().boundary() == boundary) {
                result = edit.getValue().apply(result, ids);
            }
        }
        return result;
    }
}
