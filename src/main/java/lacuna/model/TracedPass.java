package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import lacuna.tensor.Kernels;
import lacuna.tensor.Tape;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of a model that is not trained itself, run with an adapter and without a tape. What gradients need is kept by the family's own
 * kernels, which carry gradients back in fewer passes over memory than recorded operations would.
 *
 * <p>Arrays belong to the innermost scope; {@link #backward} frees them as it goes.
 */
public final class TracedPass {

    private final Kernels kernels;
    private final Weights weights;
    private final AttentionInputs attentionInputs;
    private final LoraAdapter adapter;
    private final NDArray settings;
    private final List<NDArray> nothing;
    private final int first;
    private final List<NDArray> states = new ArrayList<>();
    private final List<List<NDArray>> kept = new ArrayList<>();

    /**
     * @param settings of the adapter's kernels
     * @param nothing an empty array in a list
     * @param last number of the boundary at which the pass ends
     */
    TracedPass(
            Kernels kernels,
            Weights weights,
            AttentionInputs attentionInputs,
            LoraAdapter adapter,
            NDArray settings,
            List<NDArray> nothing,
            Start start,
            int last) {
        this.kernels = kernels;
        this.weights = weights;
        this.attentionInputs = attentionInputs;
        this.adapter = adapter;
        this.settings = settings;
        this.nothing = nothing;
        this.first = start.boundary();
        states.add(start.state());
        for (int block = first; block < last; block++) {
            int current = block;
            NDList made = Tape.paused(() -> forward(current));
            states.add(made.get(0)); // [batch, pos, d_model]
            kept.add(made);
        }
    }

    private NDList forward(int block) {
        return kernels.call(
                "traced_block",
                state(block),
                attentionInputs.cos(block),
                attentionInputs.sin(block),
                attentionInputs.mask(block),
                weights.blocks().get(block),
                factors(block),
                settings);
    }

    private List<NDArray> factors(int block) {
        return adapter.touches(block) ? adapter.ofBlock(block) : nothing;
    }

    /** Number of the boundary at which the pass ended. */
    public int end() {
        return first + kept.size();
    }

    /** The residual stream at a boundary behind the start, f32 [batch, pos, d_model]. */
    public NDArray state(int boundary) {
        return states.get(boundary - first);
    }

    /**
     * Goes back through the blocks, once.
     *
     * @param gradientAt of the losses in a state by its boundary, or null if none reads it; the last one has one
     * @return a scalar that gives the adapter's factors their gradients when a tape runs back from it; empty without factors
     */
    public Optional<NDArray> backward(IntFunction<@Nullable NDArray> gradientAt) {
        // decision: two lists and no map, because arrays are equal by what they hold, and of a fresh adapter every B is
        // zero
        List<NDArray> factors = new ArrayList<>();
        List<NDArray> gradients = new ArrayList<>();
        NDArray dy = gradientAt.apply(end());
        for (int block = end() - 1; block >= first; block--) {
            if (dy == null) {
                throw new IllegalStateException("no loss reads the state behind block " + block);
            }
            NDArray behind = dy;
            int current = block;
            dy = Tape.paused(() -> back(current, behind, factors, gradients));
            NDArray read = block == first ? null : gradientAt.apply(block);
            dy = read == null ? dy : dy.addi(read);
        }
        return factors.isEmpty() ? Optional.empty() : Optional.of(kernels.apply("linked", factors, gradients));
    }

    /** The gradient in front of a block; notes its factors and their gradients. */
    private NDArray back(int block, NDArray dy, List<NDArray> factors, List<NDArray> gradients) {
        List<NDArray> fromForward = kept.remove(block - first);
        NDList made = kernels.call(
                block == first ? "first_block_gradient" : "block_gradient",
                dy,
                state(block),
                attentionInputs.cos(block),
                attentionInputs.sin(block),
                weights.blocks().get(block),
                factors(block),
                settings,
                fromForward);
        fromForward.subList(1, fromForward.size()).forEach(NDArray::close);
        if (adapter.touches(block)) {
            List<NDArray> slots = factors(block);
            for (int i = 0; i < slots.size(); i++) {
                if (slots.get(i).size() > 0) {
                    factors.add(slots.get(i));
                    gradients.add(made.get(1 + i));
                }
            }
        }
        return made.get(0);
    }
}
