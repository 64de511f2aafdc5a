package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import lacuna.model.Precision.Place;
import lacuna.run.LacunaException;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.tensor.Torch.DtypeChoice;
import lacuna.text.TokenBatch;
import lacuna.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A decoder-only transformer read from a Hugging Face folder. The architecture is Java: which block runs, where the residual stream is
 * tapped, which adapter applies, when to stop. The arithmetic of a block is one call of its {@link Family}'s kernels.
 *
 * <p>Used on the compute thread only; results live in the innermost open {@link Scope}.
 */
public final class LanguageModel implements AutoCloseable {

    private final Path folder;
    private final ModelConfig config;
    private final Weights weights;
    private final @Nullable Tokenizer tokenizer;
    private final Torch torch;
    private final NDManager manager;
    private final Precision precision;
    private final Layout layout;
    private final Decoder decoder;

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
        this.precision = precision;
        this.manager = manager;
        this.layout = Family.of(config).layout(config);
        this.decoder = new Decoder(config, weights, torch, manager, precision);
    }

    /** Opens a folder in the dtype that the engine was started with. As {@link #open(Path, Torch, Precision)}. */
    public static LanguageModel open(Path folder, Torch torch) throws LacunaException {
        ModelConfig.read(folder); // the clearer sentence first, if this is no model folder at all
        return open(folder, torch, torch.dtype(), Tokenizer.open(folder));
    }

    /**
     * Opens a model folder with its tokenizer. Weights on the CPU that are stored in the precision asked for stay in the file, which is
     * mapped: it must not change while the model is open.
     *
     * @param precision dtype of weights and activations; taps and logits are handed out as f32 either way
     * @throws LacunaException if a file is missing or damaged, a shape does not fit, the architecture is unknown, or memory does not suffice
     */
    public static LanguageModel open(Path folder, Torch torch, Precision precision) throws LacunaException {
        ModelConfig.read(folder);
        return open(folder, torch, DtypeChoice.valueOf(precision.name()), Tokenizer.open(folder));
    }

    /** Opens a folder that holds no tokenizer, or one that is not needed: such a model takes token ids only. */
    public static LanguageModel openWithoutTokenizer(Path folder, Torch torch) throws LacunaException {
        return open(folder, torch, torch.dtype(), null);
    }

    private static LanguageModel open(Path folder, Torch torch, DtypeChoice dtype, @Nullable Tokenizer tokenizer)
            throws LacunaException {
        NDManager manager = torch.manager().newSubManager();
        try {
            ModelConfig config = ModelConfig.read(folder);
            try (WeightFiles files = WeightFiles.open(folder)) {
                Layout layout = Family.of(config).layout(config);
                files.require(layout);
                Place place = torch.onGpu() ? Place.GPU : Place.CPU;
                Precision precision =
                        Precision.choose(dtype, files.dtype(layout), layout.parameters(), place, torch.freeMemory());
                Weights weights = Weights.map(files, config, torch, manager, precision);
                return new LanguageModel(folder, config, weights, tokenizer, torch, manager, precision);
            }
        } catch (LacunaException | RuntimeException e) {
            manager.close();
            if (tokenizer != null) {
                tokenizer.close();
            }
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

    /**
     * A model without tokenizer whose numbers mean nothing, for measuring: weights normal with deviation 0.02, gains as at the start of
     * a training.
     */
    public static LanguageModel random(ModelConfig config, Torch torch, Precision precision, long seed) {
        NDManager manager = torch.manager().newSubManager();
        torch.seed(seed);
        Weights weights = Weights.random(config, torch, manager, precision);
        return new LanguageModel(Path.of("random"), config, weights, null, torch, manager, precision);
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

    /** The dtype it computes in. */
    public Precision precision() {
        return precision;
    }

    /** One of the model's arrays in f32, whatever it is kept in. */
    public NDArray wide(NDArray array) {
        return decoder.wide(array);
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

    /** Names and shapes of the tensors. */
    Layout layout() {
        return layout;
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
        int start = cache == null ? 0 : cache.length();
        int count = (int) ids.getShape().get(1);
        Forward forward = decoder.run(ids, Placement.consecutive(start, count), pass, cache);
        if (cache != null) {
            cache.advance(count);
        }
        return forward;
    }

    /**
     * Runs the model over texts padded on either side; positions count the valid tokens.
     *
     * @param ids i64 [batch, pos]
     * @param mask i64 [batch, pos], 1 for a token and 0 for padding, where results mean nothing
     */
    public Forward forward(NDArray ids, NDArray mask, Pass pass) {
        return decoder.run(ids, Placement.of(mask), pass, null);
    }

    /**
     * Goes on from a state of the residual stream, computing only the blocks behind it; texts are right-padded.
     *
     * @param ids i64 [batch, pos], whose states these are
     * @param pass taps nothing in front of the start
     */
    public Forward forwardFrom(Start start, NDArray ids, Pass pass) {
        return decoder.run(ids, start, pass);
    }

    /**
     * As {@link #forwardFrom}, for gradients of the pass's adapter that are not recorded but computed by kernels of the family's own.
     *
     * @return empty where there are none for this family or this pass
     */
    public Optional<TracedPass> trace(Start start, NDArray ids, Pass pass) {
        return decoder.trace(ids, start, pass);
    }

    /**
     * Logits behind one position of each text, f32 [batch, vocabulary]. Of the other positions none are computed: with a vocabulary of
     * 256,000 those of a thousand positions take a gigabyte.
     *
     * @param ids i64 [batch, pos], padded on the right
     * @param at a position for each text, within ids
     * @param cache as in {@link #forward(NDArray, Pass, KeyValueCache)}
     */
    public NDArray logitsAt(NDArray ids, int[] at, ModelVariant variant, @Nullable KeyValueCache cache) {
        HookPoint last = HookPoint.residPost(config.layers() - 1);
        NDArray state =
                forward(ids, Pass.residuals(Set.of(last)).with(variant), cache).residual(last); // [batch, pos, d_model]
        int width = (int) ids.getShape().get(1);
        long[] rows = IntStream.range(0, at.length)
                .mapToLong(row -> (long) row * width + at[row])
                .toArray();
        return unembed(state.reshape(-1, config.width()).get(torch.manager().create(rows)));
    }

    /**
     * Logits, f32 [rows, vocabulary], that directions f32 [rows, d_model] of the residual stream add per unit of the final norm's
     * denominator: through that norm's gain and the head, without soft cap.
     */
    public NDArray readOut(NDArray directions) {
        return decoder.readOut(directions);
    }

    /**
     * The logit lens: logits, f32 [rows, vocabulary], that the model would give if rows f32 [rows, d_model] of its residual stream, taken
     * behind any block, were what its last block leaves. Final norm, head and soft cap are the model's own.
     */
    public NDArray unembed(NDArray rows) {
        return decoder.unembed(rows);
    }

    @Override
    public void close() {
        decoder.close();
        manager.close();
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
