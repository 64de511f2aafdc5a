package lacuna.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
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
 */
public record Pass(
        Set<HookPoint> taps,
        boolean finalState,
        boolean logits,
        @Nullable LoraAdapter adapter,
        boolean dropout) {

    public Pass {
        taps = Collections.unmodifiableSet(new TreeSet<>(taps));
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
        return new Pass(taps, true, logits, adapter, dropout);
    }

    public Pass with(@Nullable LoraAdapter lora) {
        return new Pass(taps, finalState, logits, lora, dropout);
    }

    /** With the adapter's dropout active. */
    public Pass training() {
        return new Pass(taps, finalState, logits, adapter, true);
    }

    /** How many blocks must run. */
    int blocks(int layers) {
        if (finalState || logits) {
            return layers;
        }
        return taps.stream().mapToInt(HookPoint::boundary).max().orElse(0);
    }
}
