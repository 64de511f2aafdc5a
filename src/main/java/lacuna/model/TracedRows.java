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

    /**
     * What all rows go through.
     *
     * @param settings of the adapter's kernels
     * @param noFactors what they take where a block has no adapter, an empty array in a list
     * @param noPlaces and where nothing is dropped
     */
    record Blocks(
            Kernels kernels,
            Weights weights,
            LoraAdapter adapter,
            NDArray settings,
            List<NDArray> noFactors,
            List<NDArray> noPlaces) {

        /** Of a block, by slot. */
        List<NDArray> factors(int block) {
            return adapter.touches(block) ? adapter.ofBlock(block) : noFactors;
        }
    }

    private final Blocks blocks;
    private final AttentionInputs attentionInputs;
    private final int first;
    private final int last;
    private final Map<Integer, List<NDArray>> dropped = new HashMap<>();
    private final List<NDArray> states = new ArrayList<>();
    private final List<List<NDArray>> kept = new ArrayList<>();

    /**
     * @param first boundary at which the rows begin, and last that where they end
     * @param state of these rows at the first boundary
     */
    TracedRows(Blocks blocks, AttentionInputs attentionInputs, int first, int last, NDArray state) {
        this.blocks = blocks;
        this.attentionInputs = attentionInputs;
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
            NDList made = blocks.kernels()
                    .call(
                            "traced_block",
                            state(block),
                            attentionInputs.cos(block),
                            attentionInputs.sin(block),
                            attentionInputs.mask(block),
                            blocks.weights().blocks().get(block),
                            blocks.factors(block),
                            blocks.settings(),
                            dropped.getOrDefault(block, blocks.noPlaces()));
            states.add(made.get(0)); // [rows, pos, d_model]
            kept.add(made);
        }
        return this;
    }

    NDArray state(int boundary) {
        return states.get(boundary - first);
    }

    /** All that the way through the blocks made. */
    Stream<NDArray> arrays() {
        return kept.stream().flatMap(List::stream);
    }

    /**
     * @param read gradients of the losses in the states, by boundary
     * @return gradients of these rows' losses in the factors, in the order of {@link TracedPass#trained}. decision: no map by factor, because
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
        List<NDArray> factors = blocks.factors(block);
        NDList made = blocks.kernels()
                .call(
                        block == first ? "first_block_gradient" : "block_gradient",
                        dy,
                        state(block),
                        attentionInputs.cos(block),
                        attentionInputs.sin(block),
                        blocks.weights().blocks().get(block),
                        factors,
                        blocks.settings(),
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
