package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lacuna.tensor.Kernels;

/** Some rows of a {@link TracedPass}: their way through the blocks, and back. */
final class TracedRows {

    private final Kernels kernels;
    private final Weights weights;
    private final AttentionInputs attentionInputs;
    private final LoraAdapter adapter;
    private final NDArray settings;
    private final List<NDArray> noFactors;
    private final List<NDArray> noPlaces;
    private final int first;
    private final int last;
    private final Map<Integer, List<NDArray>> dropped = new HashMap<>();
    private final List<NDArray> states = new ArrayList<>();
    private final List<List<NDArray>> kept = new ArrayList<>();

    /**
     * @param first boundary at which the rows begin, and last that where they end
     * @param state of these rows at the first boundary
     */
    TracedRows(
            Kernels kernels,
            Weights weights,
            AttentionInputs attentionInputs,
            LoraAdapter adapter,
            NDArray settings,
            List<NDArray> noFactors,
            List<NDArray> noPlaces,
            int first,
            int last,
            NDArray state) {
        this.kernels = kernels;
        this.weights = weights;
        this.attentionInputs = attentionInputs;
        this.adapter = adapter;
        this.settings = settings;
        this.noFactors = noFactors;
        this.noPlaces = noPlaces;
        this.first = first;
        this.last = last;
        states.add(state);
    }

    /** Leaves out, in a block, the entries at these places of its inputs: a list for all slots of the adapter. */
    void drop(int block, List<NDArray> places) {
        dropped.put(block, places);
    }

    /** Runs the blocks. */
    TracedRows forward() {
        for (int block = first; block < last; block++) {
            NDList made = kernels.call(
                    "traced_block",
                    state(block),
                    attentionInputs.cos(block),
                    attentionInputs.sin(block),
                    attentionInputs.mask(block),
                    weights.blocks().get(block),
                    factors(block),
                    settings,
                    dropped.getOrDefault(block, noPlaces));
            states.add(made.get(0)); // [rows, pos, d_model]
            kept.add(made);
        }
        return this;
    }

    private List<NDArray> factors(int block) {
        return adapter.touches(block) ? adapter.ofBlock(block) : noFactors;
    }

    NDArray state(int boundary) {
        return states.get(boundary - first);
    }

    /** All that the way through the blocks made. */
    Stream<NDArray> arrays() {
        return kept.stream().flatMap(List::stream);
    }

    /** The adapter's factors in these blocks, from the last block to the first. */
    List<NDArray> trained() {
        List<NDArray> all = new ArrayList<>();
        for (int block = last - 1; block >= first; block--) {
            if (adapter.touches(block)) {
                adapter.ofBlock(block).stream()
                        .filter(factor -> factor.size() > 0)
                        .forEach(all::add);
            }
        }
        return all;
    }

    /**
     * @param read gradients of the losses in the states, by boundary
     * @return gradients of these rows' losses in the factors, in the order of {@link #trained}. decision: no map by factor, because
     *     arrays are equal by what they hold, and of a fresh adapter every B is zero
     */
    List<NDArray> backward(Map<Integer, NDArray> read) {
        List<NDArray> gradients = new ArrayList<>();
        NDArray dy = read.get(last);
        for (int block = last - 1; block >= first; block--) {
            if (dy == null) {
                throw new IllegalStateException("no loss reads the state behind block " + block);
            }
            dy = back(block, dy, gradients);
            NDArray more = read.get(block);
            dy = more == null ? dy : dy.addi(more);
        }
        return gradients;
    }

    /** The gradient in front of a block; notes those of its factors. */
    private NDArray back(int block, NDArray dy, List<NDArray> gradients) {
        List<NDArray> fromForward = kept.remove(block - first);
        List<NDArray> factors = factors(block);
        NDList made = kernels.call(
                block == first ? "first_block_gradient" : "block_gradient",
                dy,
                state(block),
                attentionInputs.cos(block),
                attentionInputs.sin(block),
                weights.blocks().get(block),
                factors,
                settings,
                fromForward);
        fromForward.subList(1, fromForward.size()).forEach(NDArray::close);
        for (int i = 0; i < factors.size(); i++) {
            if (factors.get(i).size() > 0) {
                gradients.add(made.get(1 + i));
            }
        }
        return made.get(0);
    }
}
