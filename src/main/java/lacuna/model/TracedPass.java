package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import lacuna.tensor.Lanes;
import lacuna.tensor.Tape;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of a model that is not trained itself, run with an adapter and without a tape. What gradients need is kept by the family's own
 * kernels, which carry gradients back in fewer passes over memory than recorded operations would. Rows of the batch go through the blocks
 * side by side, and back.
 *
 * <p>Arrays belong to the innermost scope; {@link #backward} frees them as it goes.
 */
public final class TracedPass {

    private final TracedRows.Blocks blocks;
    private final Lanes lanes;
    private final List<TracedRows> parts;
    private final int first;
    private final int last;

    /**
     * @param attentionInputs of the tokens, made anew for each lane
     * @param host makes arrays on the CPU
     * @param last number of the boundary at which the pass ends
     */
    TracedPass(
            TracedRows.Blocks blocks,
            Supplier<AttentionInputs> attentionInputs,
            boolean dropout,
            Lanes lanes,
            NDManager host,
            Start start,
            int last) {
        this.blocks = blocks;
        this.lanes = lanes;
        this.first = start.boundary();
        this.last = last;
        this.parts = lanes.rows().stream()
                .map(rows -> new TracedRows(blocks, attentionInputs.get(), first, last, rows.of(start.state())))
                .toList();
        if (dropout) {
            drop(bounds(host, start.state()));
        }
        lanes.run(lane -> parts.get(lane).forward(), TracedRows::arrays);
    }

    /** Rows of tokens at which lanes begin and end, i64 [lanes + 1]. */
    private NDArray bounds(NDManager host, NDArray state) {
        long tokens = state.getShape().get(1);
        return host.create(IntStream.rangeClosed(0, lanes.count())
                .mapToLong(lane -> lane == 0 ? 0 : lanes.rows().get(lane - 1).end() * tokens)
                .toArray());
    }

    /** Draws what dropout leaves out, for all rows at once: it does not depend on how they are dealt out, and lanes draw nothing. */
    private void drop(NDArray bounds) {
        for (int block = first; block < last; block++) {
            if (blocks.adapter().touches(block)) {
                List<NDArray> factors = blocks.factors(block);
                NDList dropped =
                        Tape.paused(() -> blocks.kernels().call("dropped", bounds, factors, blocks.settings()));
                int slots = dropped.size() / parts.size();
                for (int lane = 0; lane < parts.size(); lane++) {
                    parts.get(lane).drop(block, dropped.subList(lane * slots, (lane + 1) * slots));
                }
            }
        }
    }

    /** Number of the boundary at which the pass ended. */
    public int end() {
        return last;
    }

    /** The residual stream at a boundary behind the start, f32 [batch, pos, d_model]. */
    public NDArray state(int boundary) {
        if (parts.size() == 1) {
            return parts.get(0).state(boundary);
        }
        NDList states = new NDList();
        parts.forEach(part -> states.add(part.state(boundary)));
        return Tape.paused(() -> NDArrays.concat(states, 0));
    }

    /**
     * Goes back through the blocks, once.
     *
     * @param gradientAt of the losses in a state by its boundary, or null if none reads it; the last one has one
     * @return a scalar that gives the adapter's factors their gradients when a tape runs back from it; empty without factors
     */
    public Optional<NDArray> backward(IntFunction<@Nullable NDArray> gradientAt) {
        List<Map<Integer, NDArray>> read = new ArrayList<>();
        parts.forEach(part -> read.add(new LinkedHashMap<>()));
        for (int boundary = first + 1; boundary <= last; boundary++) {
            NDArray gradient = gradientAt.apply(boundary);
            for (int lane = 0; gradient != null && lane < parts.size(); lane++) {
                read.get(lane).put(boundary, lanes.rows().get(lane).of(gradient));
            }
        }
        List<List<NDArray>> gradients = lanes.run(lane -> parts.get(lane).backward(read.get(lane)), List::stream);
        List<NDArray> factors = trained();
        List<NDArray> sums = gradients.get(0);
        for (List<NDArray> more : gradients.subList(1, gradients.size())) {
            for (int i = 0; i < sums.size(); i++) {
                sums.get(i).addi(more.get(i));
            }
        }
        return factors.isEmpty()
                ? Optional.empty()
                : Optional.of(blocks.kernels().apply("linked", factors, sums));
    }

    /** The adapter's factors in these blocks, from the last block to the first. */
    List<NDArray> trained() {
        List<NDArray> all = new ArrayList<>();
        for (int block = last - 1; block >= first; block--) {
            blocks.factors(block).stream().filter(factor -> factor.size() > 0).forEach(all::add);
        }
        return all;
    }
}
