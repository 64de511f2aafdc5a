package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lacuna.tensor.Kernels;
import org.jspecify.annotations.Nullable;

/** What attention in the blocks of one pass takes beside the activations: turns of the rotary embedding by position, and who sees whom. */
final class AttentionInputs {

    private final Attention attention;
    private final Placement placement;
    private final Kernels kernels;
    private final NDArray ids;
    private final NDManager host;
    private final NDArray none;
    private final List<NDArray> turns;
    private final List<NDArray> localTurns;
    private final Map<Integer, NDArray> masks = new HashMap<>();

    /**
     * @param rotary tables of blocks that see everything, and of those that see a window; null where positions are learned
     * @param host makes arrays on the CPU
     * @param none an empty array
     */
    AttentionInputs(
            Attention attention,
            Placement placement,
            NDArray ids,
            @Nullable Rotary rotary,
            @Nullable Rotary localRotary,
            Kernels kernels,
            NDManager host,
            NDArray none) {
        this.attention = attention;
        this.placement = placement;
        this.kernels = kernels;
        this.ids = ids;
        this.host = host;
        this.none = none;
        this.turns = turns(rotary);
        this.localTurns = localRotary == rotary ? turns : turns(localRotary);
    }

    /** cos and sin for the positions of the pass. */
    private List<NDArray> turns(@Nullable Rotary table) {
        if (table == null) {
            return List.of(none, none);
        }
        NDArray own = placement.positions();
        return own == null
                ? List.of(
                        table.cos(placement.start(), placement.count()),
                        table.sin(placement.start(), placement.count()))
                : List.of(table.cos(own, placement.last()), table.sin(own, placement.last()));
    }

    private List<NDArray> turnsOf(int block) {
        return attention.sliding().contains(block) ? localTurns : turns;
    }

    NDArray cos(int block) {
        return turnsOf(block).get(0);
    }

    NDArray sin(int block) {
        return turnsOf(block).get(1);
    }

    /** Empty where plain causal attention, or one query that sees all before it, needs none. */
    NDArray mask(int block) {
        int window = attention.window(block);
        boolean hides = placement.hides(window);
        boolean many = placement.count() > 1;
        boolean capped = attention.softCap() > 0; // written out, so causality needs a mask, too
        boolean needed = hides || placement.valid() != null || (many && (capped || placement.start() > 0));
        return needed ? masks.computeIfAbsent(hides ? window : 0, this::makeMask) : none;
    }

    private NDArray makeMask(int window) {
        NDArray shape = host.create(new long[] {placement.start(), placement.count(), window});
        NDArray valid = placement.valid() == null ? none : placement.valid();
        return kernels.apply("mask", ids, shape, valid); // [1 or batch, 1, queries, keys]
    }
}
