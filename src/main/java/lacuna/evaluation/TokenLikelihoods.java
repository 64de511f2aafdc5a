package lacuna.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.tensor.Kernels;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/** log p(token | tokens before it) for every token of a batch, as plain numbers; nothing of the engine's memory is left behind. */
final class TokenLikelihoods implements AutoCloseable {

    /** Logits held at once, at most: 256 MB. A vocabulary of 128,000 then allows some 500 tokens in a pass. */
    private static final long MOST_LOGITS = 1L << 26;

    private final LanguageModel model;
    private final ModelVariant variant;
    private final Kernels kernels;

    TokenLikelihoods(LanguageModel model, ModelVariant variant) {
        this.model = model;
        this.variant = variant;
        this.kernels = Kernels.load(model.torch(), LanguageModel.class, "language.torchscript", Map.of());
    }

    /**
     * Batches of documents of like length, the longest first: little padding, and memory that runs short does so at once.
     * {@link TokenBatch#documents()} tells which rows they are.
     */
    static List<TokenBatch> batches(List<TokenizedDocument> documents, int batchSize, LanguageModel model) {
        List<TokenizedDocument> sorted = new ArrayList<>(documents);
        sorted.sort(Comparator.comparingInt(TokenizedDocument::length)
                .reversed()
                .thenComparingInt(TokenizedDocument::index));
        int padId = model.hasTokenizer() ? model.tokenizer().padId() : 0;
        List<TokenBatch> batches = new ArrayList<>();
        int start = 0;
        while (start < sorted.size()) {
            long logitsPerRow =
                    (long) sorted.get(start).length() * model.config().vocabulary();
            int rows = (int) Math.max(1, Math.min(batchSize, MOST_LOGITS / logitsPerRow));
            List<TokenizedDocument> part = sorted.subList(start, Math.min(start + rows, sorted.size()));
            batches.addAll(Batcher.inOrder(part, part.size(), padId));
            start += part.size();
        }
        return batches;
    }

    /**
     * @return [rows][width] log-probability in nats of each token given those before it; 0 at position 0, of which the model says
     *     nothing, and without meaning at padding
     * @throws LacunaException if the model gives NaN or infinity for a token that is no padding
     */
    float[][] of(TokenBatch batch) throws LacunaException {
        float[][] result = new float[batch.rows()][batch.width()];
        if (batch.width() == 1) {
            return result;
        }
        float[] flat = Tape.paused(() -> flat(batch)); // [rows * (width - 1)]
        int perRow = batch.width() - 1;
        for (int row = 0; row < batch.rows(); row++) {
            System.arraycopy(flat, row * perRow, result[row], 1, perRow);
            for (int position = 1; position < batch.lengths()[row]; position++) {
                if (!Float.isFinite(result[row][position])) {
                    throw damaged(result[row][position]);
                }
            }
        }
        return result;
    }

    /**
     * @param candidates [rows][n] tokens that may follow each row
     * @return [rows][n] log-probability in nats of each candidate behind the row's last token
     * @throws LacunaException if the model gives NaN or infinity
     */
    double[][] next(TokenBatch batch, int[][] candidates) throws LacunaException {
        int most = Arrays.stream(candidates).mapToInt(row -> row.length).max().orElseThrow();
        float[] flat = Tape.paused(() -> next(batch, candidates, most)); // [rows * most]
        double[][] result = new double[batch.rows()][];
        for (int row = 0; row < batch.rows(); row++) {
            result[row] = new double[candidates[row].length];
            for (int i = 0; i < result[row].length; i++) {
                result[row][i] = flat[row * most + i];
                if (!Double.isFinite(result[row][i])) {
                    throw damaged(flat[row * most + i]);
                }
            }
        }
        return result;
    }

    private float[] next(TokenBatch batch, int[][] candidates, int most) {
        try (Scope scope = Scope.open()) {
            int[] last =
                    Arrays.stream(batch.lengths()).map(length -> length - 1).toArray();
            NDArray logits = model.logitsAt(model.ids(batch), last, variant, null); // [batch, vocabulary]
            long[] tokens = new long[batch.rows() * most];
            for (int row = 0; row < batch.rows(); row++) {
                for (int i = 0; i < candidates[row].length; i++) {
                    tokens[row * most + i] = candidates[row][i];
                }
            }
            return kernels.apply(
                            "next_log_probabilities",
                            logits,
                            model.torch().manager().create(tokens, new Shape(batch.rows(), most)))
                    .toFloatArray();
        }
    }

    private LacunaException damaged(float value) {
        return new LacunaException("The model gives " + value + " as the log-probability of a token"
                + (variant.adapter() == null
                        ? "; its weights are damaged. Fetch the model again."
                        : " with this adapter; its training went astray. Train again with a lower learning rate."));
    }

    private float[] flat(TokenBatch batch) {
        try (Scope scope = Scope.open()) {
            NDArray ids = model.ids(batch); // [batch, pos]
            NDArray logits =
                    model.forward(ids, Pass.forLogits().with(variant), null).logits(); // [batch, pos, vocabulary]
            NDArray before = logits.get(":, :-1"); // [batch, pos - 1, vocabulary]
            return kernels.apply("token_log_probabilities", before, ids.get(":, 1:"))
                    .toFloatArray();
        }
    }

    @Override
    public void close() {
        kernels.close();
    }
}
