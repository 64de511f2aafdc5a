package lacuna.persistence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import lacuna.model.Forward;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * The residual stream behind each block, one vector a document: what a probe reads.
 *
 * @param values [blocks][documents][d_model]
 */
record PooledResiduals(float[][][] values) {

    /** Which of a document's tokens a vector stands for. */
    enum Tokens {
        /** The mean over all that count. */
        ALL,
        /** The last one. */
        LAST
    }

    /** Numbers held at once, at most: 256 MB. */
    private static final long MOST = 1L << 26;

    private static final int ROWS = 16;

    /** @param documents each with a token that counts */
    static PooledResiduals of(
            LanguageModel model,
            ModelVariant variant,
            List<HookPoint> hooks,
            List<TokenizedDocument> documents,
            Tokens tokens,
            Progress progress)
            throws LacunaException {
        float[][][] values = new float[hooks.size()][documents.size()][];
        int longest =
                documents.stream().mapToInt(TokenizedDocument::length).max().orElseThrow();
        long numbersPerRow = (long) longest * hooks.size() * model.config().width();
        int rows = (int) Math.max(1, Math.min(ROWS, MOST / numbersPerRow));
        int padId = model.hasTokenizer() ? model.tokenizer().padId() : 0;
        int done = 0;
        for (TokenBatch batch : Batcher.inOrder(documents, rows, padId)) {
            progress.check();
            int first = done;
            Tape.paused(() -> {
                read(model, variant, hooks, batch, weights(batch, tokens), first, values);
                return batch;
            });
            done += batch.rows();
            progress.report("Reading for the probe", done, documents.size());
        }
        return new PooledResiduals(values);
    }

    private static void read(
            LanguageModel model,
            ModelVariant variant,
            List<HookPoint> hooks,
            TokenBatch batch,
            float[] share,
            int first,
            float[][][] values) {
        try (Scope scope = Scope.open()) {
            Forward forward = model.forward(batch, Pass.residuals(hooks).with(variant));
            NDArray weights =
                    model.torch().manager().create(share, new Shape(batch.rows(), 1, batch.width())); // [batch, 1, pos]
            for (int hook = 0; hook < hooks.size(); hook++) {
                float[] means =
                        weights.matMul(forward.residual(hooks.get(hook))).toFloatArray(); // [batch, 1, dModel]
                int width = means.length / batch.rows();
                for (int row = 0; row < batch.rows(); row++) {
                    values[hook][first + row] = Arrays.copyOfRange(means, row * width, (row + 1) * width);
                }
            }
        }
    }

    /** [batch, pos]: by how much each token counts; of a document they make 1. */
    private static float[] weights(TokenBatch batch, Tokens tokens) {
        float[] weights = new float[batch.rows() * batch.width()];
        for (int row = 0; row < batch.rows(); row++) {
            int last = batch.lengths()[row] - 1;
            int first = tokens == Tokens.LAST ? last : batch.contentStart();
            Arrays.fill(weights, row * batch.width() + first, row * batch.width() + last + 1, 1f / (last + 1 - first));
        }
        return weights;
    }
}
