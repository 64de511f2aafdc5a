package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lacuna.model.Forward;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.Pass;
import lacuna.model.Start;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import org.jspecify.annotations.Nullable;

/**
 * A pass that holds only a part of what its gradients need at a time (Chen et al., arXiv 1604.06174, and accumulation over
 * micro-batches). The model is cut across into stretches of blocks and the batch along into chunks of rows:
 *
 * <pre>
 * forward   without tape, stretch by stretch, chunk by chunk; the taps of all rows become leaves
 * losses    of those leaves, so that every denominator is the whole batch's; their gradients stop there
 * backward  from the last stretch to the first, chunk by chunk: the stretch once more, with tape, and
 *           the gradient of sum (output . gradient at the output), which adds to the adapter's and gives that at the input
 * </pre>
 *
 * Where activations are kept there is one stretch; else each block is one, and the final norm. Dropout draws the same both times, because
 * PyTorch's generator is seeded for each stretch and chunk from a number that it gave before.
 */
final class BoundedPass implements EditedModel.Traced {

    private final LanguageModel model;
    private final NDArray ids;
    private final Map<HookPoint, NDArray> below;
    private final boolean dropout;
    private final int chunk;
    private final long seed;
    private final List<Stretch> stretches;
    private final Map<HookPoint, NDArray> taps = new HashMap<>();
    private @Nullable NDArray finalState;
    private @Nullable Tape tape;
    private boolean reached;

    /**
     * Some blocks, run in one go.
     *
     * @param boundary blocks in front of it
     * @param pass what it hands out: taps, and the final state where that is wanted
     */
    private record Stretch(int boundary, Pass pass) {}

    /**
     * Runs forward. Arrays belong to the innermost scope.
     *
     * @param start of all rows
     * @param below taps up to there
     * @param pass taps above, or the final state; nothing else
     */
    BoundedPass(
            LanguageModel model,
            NDArray ids,
            Start start,
            Map<HookPoint, NDArray> below,
            Pass pass,
            ActivationMemory memory) {
        this.model = model;
        this.ids = ids;
        this.below = below;
        this.dropout = pass.dropout();
        this.chunk = memory.rowsOf((int) ids.getShape().get(0));
        this.stretches = stretches(pass, start.boundary(), memory.activations());
        this.seed = dropout ? drawn() : 0;
        taps.put(HookPoint.residPre(start.boundary()).canonical(), start.state());
        Tape.paused(() -> {
            stretches.forEach(this::forward);
            return taps;
        });
    }

    private long drawn() {
        return model.torch()
                .manager()
                .randomInteger(0, Integer.MAX_VALUE, new Shape(1), DataType.INT64)
                .getLong();
    }

    private List<Stretch> stretches(Pass pass, int first, Activations activations) {
        if (activations == Activations.KEEP) {
            Set<HookPoint> out = pass.taps().stream().map(HookPoint::canonical).collect(Collectors.toSet());
            return List.of(new Stretch(first, new Pass(out, pass.finalState(), false, pass.adapter(), dropout)));
        }
        int layers = model.config().layers();
        int last = pass.finalState()
                ? layers
                : pass.taps().stream().mapToInt(HookPoint::boundary).max().orElse(first);
        List<Stretch> cut = new ArrayList<>();
        for (int block = first; block < last; block++) {
            Set<HookPoint> out = new TreeSet<>(Set.of(HookPoint.residPost(block)));
            int behind = block + 1;
            pass.taps().stream()
                    .map(HookPoint::canonical)
                    .filter(tap -> tap.boundary() == behind)
                    .forEach(out::add);
            cut.add(new Stretch(block, new Pass(out, false, false, pass.adapter(), dropout)));
        }
        if (pass.finalState()) {
            cut.add(new Stretch(layers, new Pass(Set.of(), true, false, pass.adapter(), dropout)));
        }
        return cut;
    }

    private void forward(Stretch stretch) {
        List<NDList> parts = new ArrayList<>();
        for (int row = 0; row < rows(); row += chunk) {
            parts.add(run(stretch, row));
        }
        int index = 0;
        for (HookPoint tap : stretch.pass().taps()) {
            taps.put(tap.canonical(), joined(parts, index++));
        }
        if (stretch.pass().finalState()) {
            finalState = joined(parts, index);
        }
    }

    /** The outputs of a stretch for some rows: taps in their order, then the final state. */
    private NDList run(Stretch stretch, int row) {
        if (dropout) {
            model.torch().seed(new SplittableRandom(seed + 4096L * row + stretch.boundary()).nextLong());
        }
        try (Scope scope = Scope.open()) {
            Start start = new Start(stretch.boundary(), chunkOf(input(stretch), row));
            Forward forward = model.forwardFrom(start, chunkOf(ids, row), stretch.pass());
            NDList outputs = new NDList();
            stretch.pass().taps().forEach(tap -> outputs.add(scope.keep(forward.residual(tap))));
            if (stretch.pass().finalState()) {
                outputs.add(scope.keep(forward.finalState()));
            }
            return outputs;
        }
    }

    private NDArray input(Stretch stretch) {
        return tap(HookPoint.residPre(stretch.boundary()));
    }

    private NDArray tap(HookPoint hook) {
        return asked(taps.get(hook.canonical()), hook.toString());
    }

    private static NDArray asked(@Nullable NDArray array, String what) {
        if (array == null) {
            throw new IllegalStateException("the pass was not asked for " + what);
        }
        return array;
    }

    private int rows() {
        return (int) ids.getShape().get(0);
    }

    private NDArray chunkOf(NDArray all, int row) {
        return chunk == rows() ? all : all.get(row + ":" + Math.min(row + chunk, rows()));
    }

    private static NDArray joined(List<NDList> parts, int index) {
        if (parts.size() == 1) {
            return parts.get(0).get(index);
        }
        NDList pieces = new NDList(parts.stream().map(part -> part.get(index)).toList());
        NDArray whole = NDArrays.concat(pieces, 0);
        pieces.close();
        return whole;
    }

    @Override
    public NDArray at(HookPoint site, Rows rows) {
        NDArray known = below.get(site);
        return rows.of(known == null ? tap(site) : known);
    }

    @Override
    public NDArray finalState() {
        return asked(finalState, "the final state");
    }

    /** Makes the activations leaves, at which the gradients of losses stop until {@link #backward()} takes them further. */
    BoundedPass traced(Tape recording) {
        tape = recording;
        stretches.forEach(stretch -> whole(stretch).forEach(array -> array.setRequiresGradient(true)));
        return this;
    }

    /** The outputs of a stretch for all rows. */
    private NDList whole(Stretch stretch) {
        NDList whole = new NDList();
        stretch.pass().taps().forEach(tap -> whole.add(tap(tap)));
        if (stretch.pass().finalState()) {
            whole.add(finalState());
        }
        return whole;
    }

    /** Goes back at once as far as the leaves, so that what a loss kept is free before the next one is computed. */
    @Override
    public void add(NDArray loss) {
        Objects.requireNonNull(tape).backward(loss);
        reached = true;
    }

    /** The activations are freed as they are passed. */
    @Override
    public void backward() {
        for (int index = stretches.size() - 1; reached && index >= 0; index--) {
            NDList outputs = whole(stretches.get(index));
            for (int row = 0; row < rows(); row += chunk) {
                backward(stretches.get(index), outputs, row);
            }
            outputs.close();
        }
    }

    /** Its input being a leaf, too, the gradient there adds to what losses of that activation left. */
    private void backward(Stretch stretch, NDList whole, int row) {
        try (Scope scope = Scope.open()) {
            NDList outputs = run(stretch, row);
            List<NDArray> products = new ArrayList<>();
            for (int i = 0; i < outputs.size(); i++) {
                NDArray gradient = chunkOf(whole.get(i).getGradient(), row);
                products.add(outputs.get(i).mul(gradient).sum());
            }
            products.stream().reduce(NDArray::add).ifPresent(Objects.requireNonNull(tape)::backward);
        }
    }
}
