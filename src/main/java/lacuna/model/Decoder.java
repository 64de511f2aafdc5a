package lacuna.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lacuna.run.LacunaException;
import lacuna.tensor.Kernels;
import lacuna.tensor.Lanes;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;

/** The forward pass: block after block through the family's kernels, with taps, edits, adapter and cache where a pass asks for them. */
final class Decoder implements AutoCloseable {

    private static final double CLEAR_LEAD = 1.5;
    private static final String SHARED = "decoder.torchscript";

    /** Sites inside a block, in the order {@code block_sites} returns them behind output, keys and values. */
    private static final List<HookPoint.Kind> INNER = List.of(
            HookPoint.Kind.ATTN_Z,
            HookPoint.Kind.ATTN_OUT,
            HookPoint.Kind.RESID_MID,
            HookPoint.Kind.LN2_NORMALIZED,
            HookPoint.Kind.MLP_IN,
            HookPoint.Kind.MLP_OUT);

    private final ModelConfig config;
    private final Weights weights;
    private final Precision precision;
    private final Kernels kernels;
    private final Torch torch;
    private final NDManager manager;
    private final NDManager host;
    private final NDArray none;
    private final List<NDArray> noFactors;
    private final List<NDArray> noMore;
    private final NDArray noSettings;
    private final boolean narrowIsSlow;
    private final boolean hasGradients;
    private final @Nullable Rotary rotary;
    private final @Nullable Rotary localRotary;

    /** @param manager owns the tables; closed by the caller */
    Decoder(ModelConfig config, Weights weights, Torch torch, NDManager manager, Precision precision) {
        Family family = Family.of(config);
        this.config = config;
        this.weights = weights;
        this.precision = precision;
        this.torch = torch;
        this.manager = manager;
        this.kernels = Kernels.load(torch, Decoder.class, texts(family), attributes(family, config, precision));
        this.hasGradients = family.hasGradients(config);
        this.host = manager.newSubManager(Device.cpu());
        this.narrowIsSlow = precision != Precision.F32 && !torch.onGpu() && narrowIsSlow();
        // one for each place in the kernels' arguments, as Lanes ask
        this.none = lasting(manager.create(new Shape(0)));
        this.noFactors = List.of(lasting(manager.create(new Shape(0))));
        this.noMore = List.of(lasting(manager.create(new Shape(0))));
        this.noSettings = lasting(host.create(new double[] {0, 0}));
        Attention attention = config.attention();
        int turning = attention.rotaryWidth();
        this.rotary = turning == 0 ? null : new Rotary(manager, attention.rope(), turning);
        this.localRotary = turning == 0 || attention.localRope().equals(attention.rope())
                ? rotary
                : new Rotary(manager, attention.localRope(), turning);
    }

    private static List<String> texts(Family family) {
        return Stream.concat(Stream.of(SHARED), family.kernels().stream()).toList();
    }

    private static Map<String, Object> attributes(Family family, ModelConfig config, Precision precision) {
        return Map.ofEntries(
                Map.entry("heads", config.heads()),
                Map.entry("key_value_heads", config.keyValueHeads()),
                Map.entry("head_width", config.headWidth()),
                Map.entry("eps", config.normEpsilon()),
                Map.entry("scale", config.attention().scale()),
                Map.entry("soft_cap", config.attention().softCap()),
                Map.entry("logit_cap", config.logitSoftCap()),
                Map.entry("embed_scale", family.embeddingScale(config)),
                Map.entry("parallel", config.parallel()),
                Map.entry("compute", precision.scriptDtype()));
    }

    private static NDArray lasting(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    /** Runs a pass over token ids i64 [batch, pos]; the cache is extended, not advanced. */
    Forward run(NDArray ids, Placement placement, Pass pass, @Nullable KeyValueCache cache) {
        Run run = new Run(ids, placement, pass, cache, null);
        String embed = widely(pass, cache) ? "embed_wide" : "embed";
        NDArray state = kernels.apply(embed, weights.embedding(), ids, run.positions()); // [batch, pos, dModel]
        return blocks(run, 0, state);
    }

    /** Goes on from a state of the residual stream, over texts that begin at position 0. */
    Forward run(NDArray ids, Start start, Pass pass) {
        Placement placement = Placement.consecutive(0, (int) ids.getShape().get(1));
        NDArray state = inF32(pass, null) ? start.state() : kernels.apply("narrow", start.state());
        return blocks(new Run(ids, placement, pass, null, start.state()), start.boundary(), state);
    }

    /** Runs the blocks from a boundary on, rows of the batch side by side where nothing ties them together. */
    private Forward blocks(Run run, int boundary, NDArray state) {
        Lanes lanes = torch.lanes(run.isSeparable() ? (int) run.ids.getShape().get(0) : 1);
        if (lanes.count() == 1) {
            return run.from(boundary, state);
        }
        List<NDArray> states = lanes.rows().stream().map(rows -> rows.of(state)).toList();
        List<Run> runs = IntStream.range(0, lanes.count())
                .mapToObj(lane -> run.of(lanes.rows().get(lane), states.get(lane)))
                .toList();
        return Forward.joined(lanes.run(lane -> runs.get(lane).from(boundary, states.get(lane)), Forward::arrays));
    }

    /**
     * As {@link #run(NDArray, Start, Pass)}, for gradients of the pass's adapter by the family's own kernels.
     *
     * @return empty if the family has none, the pass asks for more than states between blocks, or it computes in less than f32
     */
    Optional<TracedPass> trace(NDArray ids, Start start, Pass pass) {
        LoraAdapter adapter = pass.adapter();
        boolean plain =
                pass.edits().isEmpty() && !pass.logits() && pass.taps().stream().allMatch(HookPoint::isBetweenBlocks);
        if (adapter == null || !inF32(pass, null) || !plain || !hasGradients) {
            return Optional.empty();
        }
        Placement placement = Placement.consecutive(0, (int) ids.getShape().get(1));
        return Optional.of(new TracedPass(
                new TracedRows.Blocks(kernels, weights, adapter, adapter.settings(pass), noFactors, noMore),
                () -> attentionInputs(ids, placement),
                pass.dropout(),
                torch.lanes((int) ids.getShape().get(0)),
                host,
                start,
                pass.blocks(config.layers())));
    }

    private AttentionInputs attentionInputs(NDArray ids, Placement placement) {
        return new AttentionInputs(config.attention(), placement, ids, rotary, localRotary, kernels, host, none);
    }

    private boolean inF32(Pass pass, @Nullable KeyValueCache cache) {
        return precision == Precision.F32 || widely(pass, cache);
    }

    /**
     * Whether a pass computes in f32 although the weights are kept in a narrower dtype, each block's widened as it is reached. decision:
     * only passes over whole texts for activations, where the widening is a small part of the work; generating a token at a time it would
     * be most of it.
     */
    private boolean widely(Pass pass, @Nullable KeyValueCache cache) {
        return narrowIsSlow && cache == null && !pass.logits();
    }

    /**
     * Whether this processor multiplies matrices faster in f32 than in the narrower dtype, as those without instructions for it do.
     * decision: a clear lead is asked of the narrower one, so that a busy moment does not change which is taken.
     */
    private boolean narrowIsSlow() {
        try (Scope scope = Scope.open()) {
            NDArray x = manager.randomUniform(-1, 1, new Shape(256, 1024));
            NDArray w = manager.randomUniform(-1, 1, new Shape(1024, 1024));
            double wide = fastest(x, w);
            double narrow = fastest(kernels.apply("narrow", x), kernels.apply("narrow", w));
            return wide < CLEAR_LEAD * narrow;
        }
    }

    private double fastest(NDArray x, NDArray w) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            kernels.apply("product", x, w);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private Forward finish(Run run, NDArray x, Pass pass) {
        NDArray state = pass.finalState() || pass.logits() ? kernels.apply("final_norm", x, weights.finalNorm()) : null;
        NDArray logits = pass.logits() && state != null ? kernels.apply("head", state, weights.head()) : null;
        return new Forward(run.taken, state == null ? null : wide(state), logits);
    }

    /** Logits, f32 [rows, vocabulary], that directions f32 [rows, d_model] add per unit of the final norm's denominator. */
    NDArray readOut(NDArray directions) {
        return kernels.apply("read_out", directions, weights.finalNorm(), weights.head());
    }

    /** Logits, f32 [rows, vocabulary], if rows f32 [rows, d_model] of the residual stream were what the last block leaves. */
    NDArray unembed(NDArray rows) {
        NDArray x = precision == Precision.F32 ? rows : kernels.apply("narrow", rows);
        return kernels.apply("head", kernels.apply("final_norm", x, weights.finalNorm()), weights.head());
    }

    /** In f32. */
    NDArray wide(NDArray x) {
        return precision == Precision.F32 ? x : kernels.apply("wide", x);
    }

    @Override
    public void close() {
        kernels.close();
    }

    /** What the blocks of one pass share. */
    private final class Run {

        private final NDArray ids;
        private final Placement placement;
        private final Pass pass;
        private final @Nullable KeyValueCache cache;
        private final Set<HookPoint> wanted;
        private final Map<HookPoint, NDArray> taken = new HashMap<>();
        private final @Nullable NDArray lent;
        private final AttentionInputs attentionInputs;
        private final boolean inF32;

        /** @param lent a state that is the caller's and stays */
        Run(NDArray ids, Placement placement, Pass pass, @Nullable KeyValueCache cache, @Nullable NDArray lent) {
            this.ids = ids;
            this.lent = lent;
            this.inF32 = inF32(pass, cache);
            this.placement = placement;
            this.pass = pass;
            this.cache = cache;
            this.wanted =
                    pass.taps().stream().map(tap -> checked(tap).canonical()).collect(Collectors.toSet());
            this.attentionInputs = attentionInputs(ids, placement);
        }

        private HookPoint checked(HookPoint tap) {
            try {
                config.require(tap);
                return tap;
            } catch (LacunaException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        /** Whether rows can go through the blocks one without another, on threads that record no gradient and draw no random numbers. */
        boolean isSeparable() {
            boolean inOrder =
                    Tape.isRecording() || pass.dropout() || !pass.edits().isEmpty();
            // decision: logits are large, and joining them would hold them twice
            return !inOrder && !pass.logits() && cache == null && placement.positions() == null;
        }

        /** The same pass over some of the rows, from their state. */
        Run of(Lanes.Rows rows, NDArray state) {
            return new Run(rows.of(ids), placement, pass, null, state);
        }

        /** i64 [1 or batch, pos]; empty where positions are not learned. */
        NDArray positions() {
            if (rotary != null) {
                return none;
            }
            NDArray own = placement.positions();
            return own == null
                    ? manager.arange(placement.start(), placement.start() + placement.count(), 1)
                            .toType(ids.getDataType(), false)
                            .expandDims(0)
                    : own;
        }

        /** Runs the blocks from a boundary on. */
        Forward from(int boundary, NDArray state) {
            NDArray x = pass.edited(boundary, state, ids);
            take(HookPoint.residPre(boundary), x);
            for (int block = boundary; block < pass.blocks(config.layers()); block++) {
                NDArray before = x;
                x = pass.edited(block + 1, block(block, x), ids); // [batch, pos, dModel]
                take(HookPoint.residPost(block), x);
                free(before);
            }
            return finish(this, x, pass);
        }

        NDArray block(int block, NDArray x) {
            List<NDArray> past = cache == null || cache.length() == 0 ? noMore : cache.of(block);
            List<HookPoint> inner = INNER.stream()
                    .map(kind -> new HookPoint(kind, block))
                    .filter(wanted::contains)
                    .toList();
            if (cache == null && inner.isEmpty()) {
                return isFrozen(block)
                        ? frozen(block, x)
                        : call("block", block, x, past).get(0);
            }
            NDList out = call(inner.isEmpty() ? "block_caching" : "block_sites", block, x, past);
            if (cache != null) {
                cache.put(block, out.get(1), out.get(2));
            }
            inner.forEach(hook -> take(hook, out.get(3 + INNER.indexOf(hook.kind()))));
            return out.get(0);
        }

        /** Whether a block runs as it was loaded, no gradient is wanted, and the family has a kernel for just that. */
        private boolean isFrozen(int block) {
            boolean adapted = pass.adapter() != null && pass.adapter().touches(block);
            return !adapted && inF32 && hasGradients && !Tape.isRecording();
        }

        private NDArray frozen(int block, NDArray x) {
            return kernels.apply(
                    "frozen_block",
                    x,
                    attentionInputs.cos(block),
                    attentionInputs.sin(block),
                    attentionInputs.mask(block),
                    weights.blocks().get(block));
        }

        private NDList call(String method, int block, NDArray x, List<NDArray> past) {
            LoraAdapter adapter = pass.adapter() != null && pass.adapter().touches(block) ? pass.adapter() : null;
            return kernels.call(
                    method,
                    x,
                    attentionInputs.cos(block),
                    attentionInputs.sin(block),
                    attentionInputs.mask(block),
                    weights.blocks().get(block),
                    adapter == null ? noFactors : adapter.ofBlock(block),
                    adapter == null ? noSettings : adapter.settings(pass),
                    past);
        }

        void take(HookPoint hook, NDArray x) {
            if (wanted.contains(hook)) {
                taken.put(hook, wide(x));
            }
        }

        /** A state behind which a block has run is not needed any more, unless it is a tap, or gradients or edits may hold it. */
        void free(NDArray before) {
            // by identity: arrays are equal by what they hold, and comparing that would cost a pass over memory a tap
            boolean isTap = taken.values().stream().anyMatch(tap -> tap == before);
            if (before != lent && pass.edits().isEmpty() && !Tape.isRecording() && !isTap) {
                before.close();
            }
        }
    }
}
