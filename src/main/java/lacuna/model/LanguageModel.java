package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.LongBuffer;
import java.nio.file.Path;
import lacuna.run.LacunaException;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
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
        this.manager = manager;
        this.layout = Family.of(config).layout(config);
        this.decoder = new Decoder(config, weights, torch, manager, precision);
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
            Weights stored = precision == Precision.F32 ? weights : weights.narrowed(config, torch, precision);
            return new LanguageModel(folder, config, stored, tokenizer, torch, manager, precision);
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
     * Logits, f32 [rows, vocabulary], that directions f32 [rows, d_model] of the residual stream add per unit of the final norm's
     * denominator: through that norm's gain and the head, without soft cap.
     */
    public NDArray readOut(NDArray directions) {
        return decoder.readOut(directions);
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
