package lacuna.persistence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
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
 * The residual stream behind each block, averaged over the tokens of a document that count: what a probe reads.
 *
 * @param values [blocks][documents][d_model]
 */
record MeanResiduals(float[][][] values) {

    /** Numbers held at once, at most: 256 MB. */
    private static final long MOST = 1L << 26;

    private static final int ROWS = 16;

    /** @param documents each with a token that counts */
    static MeanResiduals of(
            LanguageModel model,
            ModelVariant variant,
            List<HookPoint> hooks,
            List<TokenizedDocument> documents,
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
                read(model, variant, hooks, batch, first, values);
                return batch;
            });
            done += batch.rows();
            progress.report("Reading for the probe", done, documents.size());
        }
        return new MeanResiduals(values);
    }

    private static void read(
            LanguageModel model,
            ModelVariant variant,
            List<HookPoint> hooks,
            TokenBatch batch,
            int first,
            float[][][] values) {
        try (Scope scope = Scope.open()) {
            Forward forward = model.forward(batch, Pass.residuals(hooks).with(variant));
            NDArray weights = model.torch()
                    .manager()
                    .create(weights(batch), new Shape(batch.rows(), 1, batch.width())); // [batch, 1, pos]
            for (int hook = 0; hook < hooks.size(); hook++) {
                float[] means =
                        weights.matMul(forward.residual(hooks.get(hook))).toFloatArray(); // [batch, 1, dModel]
                int width = means.length / batch.rows();
                for (int row = 0; row < batch.rows(); row++) {
                    values[hook][first + row] = java.util.Arrays.copyOfRange(means, row * width, (row + 1) * width);
                }
            }
        }
    }

    /** 1 / tokens that count at those, 0 elsewhere. */
    private static float[] weights(TokenBatch batch) {
        float[] weights = new float[batch.rows() * batch.width()];
        for (int row = 0; row < batch.rows(); row++) {
            int count = batch.lengths()[row] - batch.contentStart();
            for (int position = 0; position < batch.width(); position++) {
                if (batch.isValid(row, position)) {
                    weights[row * batch.width() + position] = 1f / count;
                }
            }
        }
        return weights;
    }
}
