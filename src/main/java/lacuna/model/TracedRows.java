package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lacuna.tensor.Kernels;

/** Some rows of a {@link TracedPass}: their way through the blocks, and back. */
final class TracedRows {

    private final Kernels kernels;
    private final Weights weights;
    private final Surroundings surroundings;
    private final LoraAdapter adapter;
    private final NDArray settings;
    private final List<NDArray> noFactors;
    private final List<NDArray> noPlaces;
    private final int first;
    private final Map<Integer, List<NDArray>> dropped = new HashMap<>();
    private final List<NDArray> states = new ArrayList<>();
    private final List<List<NDArray>> kept = new ArrayList<>();

    /** @param state of these rows at the first boundary */
    TracedRows(
            Kernels kernels,
            Weights weights,
            Surroundings surroundings,
            LoraAdapter adapter,
            NDArray settings,
            List<NDArray> noFactors,
            List<NDArray> noPlaces,
            int first,
            NDArray state) {
        this.kernels = kernels;
        this.weights = weights;
        this.surroundings = surroundings;
        this.adapter = adapter;
        this.settings = settings;
        this.noFactors = noFactors;
        this.noPlaces = noPlaces;
        this.first = first;
        states.add(state);
    }

    /** Leaves out, in a block, the entries at these places of its inputs: a list for all slots of the adapter. */
    void drop(int block, List<NDArray> places) {
        dropped.put(block, places);
    }

    /** Runs the blocks up to a boundary. */
    TracedRows forward(int last) {
        for (int block = first; block < last; block++) {
            NDList made = kernels.call(
                    "traced_block",
                    state(block),
                    surroundings.cos(block),
                    surroundings.sin(block),
                    surroundings.mask(block),
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

    /**
     * @param read gradients of the losses in the states, by boundary
     * @return gradients of these rows' losses in the adapter's factors
     */
    Map<NDArray, NDArray> backward(Map<Integer, NDArray> read) {
        Map<NDArray, NDArray> gradients = new IdentityHashMap<>();
        NDArray dy = read.get(first + kept.size());
        for (int block = first + kept.size() - 1; block >= first; block--) {
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
    private NDArray back(int block, NDArray dy, Map<NDArray, NDArray> gradients) {
        List<NDArray> fromForward = kept.remove(block - first);
        NDList made = kernels.call(
                block == first ? "first_block_gradient" : "block_gradient",
                dy,
                state(block),
                surroundings.cos(block),
                surroundings.sin(block),
                weights.blocks().get(block),
                factors(block),
                settings,
                fromForward);
        fromForward.subList(1, fromForward.size()).forEach(NDArray::close);
        if (adapter.touches(block)) {
            List<NDArray> factors = factors(block);
            for (int i = 0; i < factors.size(); i++) {
                if (factors.get(i).size() > 0) {
                    gradients.put(factors.get(i), made.get(1 + i));
                }
            }
        }
        return made.get(0);
    }
}
