package lacuna.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lacuna.run.LacunaException;
import lacuna.tensor.Kernels;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;
import lacuna.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A decoder-only transformer read from a Hugging Face folder. The architecture is Java: which block runs, where the residual stream is
 * tapped, which adapter applies, when to stop. The arithmetic of a block is one call of {@code llama.torchscript}.
 *
 * <p>Used on the compute thread only; results live in the innermost open {@link Scope}.
 */
public final class LanguageModel implements AutoCloseable {

    private static final int FIRST_ROPE_ROWS = 512;

    private final Path folder;
    private final ModelConfig config;
    private final Weights weights;
    private final @Nullable Tokenizer tokenizer;
    private final Torch torch;
    private final NDManager manager;
    private final Kernels kernels;
    private final Precision precision;
    private final List<NDArray> nothing;
    private final NDArray noSettings;
    private NDArray cos;
    private NDArray sin;

    private LanguageModel(
            Path folder,
            ModelConfig config,
            Weights weights,
            @Nullable Tokenizer tokenizer,
            Torch torch,
            NDManager manager,
            Precision precision) {
        this.folder = folder;
        this.config = config;
        this.weights = weights;
        this.tokenizer = tokenizer;
        this.torch = torch;
        this.manager = manager;
        this.kernels = Kernels.load(
                torch,
                LanguageModel.class,
                config.family() + ".torchscript",
                Map.of(
                        "heads", config.heads(),
                        "key_value_heads", config.keyValueHeads(),
                        "head_width", config.headWidth(),
                        "eps", config.normEpsilon(),
                        "compute", precision.scriptDtype()));
        this.precision = precision;
        this.nothing = List.of(lasting(manager.create(new Shape(0))));
        this.noSettings = lasting(manager.newSubManager(Device.cpu()).create(new double[] {0, 0}));
        this.cos = ropeTable(FIRST_ROPE_ROWS, true);
        this.sin = ropeTable(FIRST_ROPE_ROWS, false);
    }

    /** Opens a folder in f32. As {@link #open(Path, Torch, Precision)}. */
    public static LanguageModel open(Path folder, Torch torch) throws LacunaException {
        return open(folder, torch, Precision.F32);
    }

    /**
     * Opens a model folder with its tokenizer.
     *
     * @param precision dtype of weights and activations; taps and logits are handed out as f32 either way
     * @throws LacunaException if a file is missing or damaged, a shape does not fit, or the architecture is unknown
     */
    public static LanguageModel open(Path folder, Torch torch, Precision precision) throws LacunaException {
        ModelConfig.read(folder); // the clearer sentence first, if this is no model folder at all
        return open(folder, torch, precision, Tokenizer.open(folder));
    }

    /** Opens a folder that holds no tokenizer, or one that is not needed: such a model takes token ids only. */
    public static LanguageModel openWithoutTokenizer(Path folder, Torch torch) throws LacunaException {
        return open(folder, torch, Precision.F32, null);
    }

    private static LanguageModel open(Path folder, Torch torch, Precision precision, @Nullable Tokenizer tokenizer)
            throws LacunaException {
        ModelConfig config = ModelConfig.read(folder);
        NDManager manager = torch.manager().newSubManager();
        try {
            Weights weights = Weights.read(folder, config, manager);
            LanguageModel model = new LanguageModel(folder, config, weights, tokenizer, torch, manager, precision);
            return precision == Precision.F32 ? model : model.narrowed();
        } catch (LacunaException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * A model around f32 weights that are at hand, for training from scratch; computes in the given precision. The manager is closed
     * with the model.
     */
    public static LanguageModel of(
            Path folder,
            ModelConfig config,
            Weights weights,
            Tokenizer tokenizer,
            Torch torch,
            NDManager manager,
            Precision precision) {
        return new LanguageModel(folder, config, weights, tokenizer, torch, manager, precision);
    }

    /** The same model with weights stored in its precision; norms and the rest follow the activations' dtype anyway. */
    private LanguageModel narrowed() {
        Map<String, NDArray> narrow = new LinkedHashMap<>();
        for (Map.Entry<String, NDArray> tensor : weights.named(config).entrySet()) {
            narrow.put(tensor.getKey(), lasting(kernels.apply("narrow", tensor.getValue())));
            tensor.getValue().close();
        }
        Weights small = Weights.of(config, narrow);
        kernels.close();
        return new LanguageModel(folder, config, small, tokenizer, torch, manager, precision);
    }

    private static NDArray lasting(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    public ModelConfig config() {
        return config;
    }

    /** @throws IllegalStateException if the model was opened without one */
    public Tokenizer tokenizer() {
        if (tokenizer == null) {
            throw new IllegalStateException("opened without a tokenizer");
        }
        return tokenizer;
    }

    public boolean hasTokenizer() {
        return tokenizer != null;
    }

    public Torch torch() {
        return torch;
    }

    public Path folder() {
        return folder;
    }

    /** The tensors themselves, for merging and for the logit lens. */
    public Weights weights() {
        return weights;
    }

    /** i64 [batch, pos], right-padded. */
    public NDArray ids(TokenBatch batch) {
        LongBuffer buffer = LongBuffer.allocate(batch.rows() * batch.width());
        for (int[] row : batch.ids()) {
            for (int id : row) {
                buffer.put(id);
            }
        }
        return torch.manager().create(buffer.flip(), new Shape(batch.rows(), batch.width()));
    }

    /**
     * Runs the model over a right-padded batch. Attention is causal, so padding on the right never reaches a valid position.
     */
    public Forward forward(TokenBatch batch, Pass pass) {
        return forward(ids(batch), pass, null);
    }

    /**
     * Runs the model over token ids.
     *
     * @param ids i64 [batch, pos]
     * @param cache keys and values of the positions before these, extended by the call; null for none
     */
    public Forward forward(NDArray ids, Pass pass, @Nullable KeyValueCache cache) {
        int positions = (int) ids.getShape().get(1);
        int start = cache == null ? 0 : cache.length();
        ensureRope(start + positions);
        NDArray cosRows = cos.get("{}:{}", start, start + positions);
        NDArray sinRows = sin.get("{}:{}", start, start + positions);
        Set<Integer> wanted = new HashSet<>();
        pass.taps().forEach(tap -> wanted.add(checked(tap).boundary()));
        Map<Integer, NDArray> taken = new HashMap<>();
        NDArray x = pass.edited(0, kernels.apply("embed", weights.embedding(), ids), ids); // [batch, pos, dModel]
        take(taken, wanted, 0, x);
        for (int block = 0; block < pass.blocks(config.layers()); block++) {
            NDList out = block(x, cosRows, sinRows, block, pass, cache);
            x = pass.edited(block + 1, out.get(0), ids); // [batch, pos, dModel]
            if (cache != null) {
                cache.put(block, out.get(1), out.get(2));
            }
            take(taken, wanted, block + 1, x);
        }
        if (cache != null) {
            cache.advance(positions);
        }
        NDArray state = pass.finalState() || pass.logits() ? kernels.apply("rms_norm", x, weights.finalNorm()) : null;
        NDArray logits = pass.logits() && state != null ? kernels.apply("head", state, weights.head()) : null;
        return new Forward(taken, state == null ? null : wide(state), logits);
    }

    private NDList block(
            NDArray x, NDArray cosRows, NDArray sinRows, int block, Pass pass, @Nullable KeyValueCache cache) {
        LoraAdapter adapter = pass.adapter() != null && pass.adapter().touches(block) ? pass.adapter() : null;
        return kernels.call(
                "block",
                x,
                cosRows,
                sinRows,
                weights.blocks().get(block),
                adapter == null ? nothing : adapter.ofBlock(block),
                adapter == null ? noSettings : adapter.settings(pass),
                cache == null || cache.length() == 0 ? nothing : cache.of(block));
    }

    private void take(Map<Integer, NDArray> taken, Set<Integer> wanted, int boundary, NDArray x) {
        if (wanted.contains(boundary)) {
            taken.put(boundary, wide(x));
        }
    }

    private NDArray wide(NDArray x) {
        return precision == Precision.F32 ? x : kernels.apply("wide", x);
    }

    private HookPoint checked(HookPoint tap) {
        try {
            config.require(tap);
            return tap;
        } catch (LacunaException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void ensureRope(int positions) {
        if (cos.getShape().get(0) < positions) {
            NDArray oldCos = cos;
            NDArray oldSin = sin;
            cos = ropeTable(2 * positions, true);
            sin = ropeTable(2 * positions, false);
            oldCos.close();
            oldSin.close();
        }
    }

    /** cos or sin of position times turn, both halves alike: [positions, headWidth]. */
    private NDArray ropeTable(int positions, boolean cosine) {
        double[] turns = config.rope().inverseFrequencies(config.headWidth());
        float[] table = new float[positions * config.headWidth()];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < config.headWidth(); i++) {
                double angle = position * turns[i % turns.length];
                table[position * config.headWidth() + i] = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
            }
        }
        return lasting(manager.create(table, new Shape(positions, config.headWidth())));
    }

    @Override
    public void close() {
        kernels.close();
        manager.close();
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
