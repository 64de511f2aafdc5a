package lacuna.steering;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.Pass;
import lacuna.model.ResidualEdit;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * A dynamic guardrail (DSG, Muhamed et al. 2025): with S the features and &rho;(text) the share of its tokens at which any of S is on,
 *
 * <pre>
 * x' = x + sum over all i in S of (value - a_i(x)) d_i   at tokens with any of S on, if rho(text) &gt; threshold
 * </pre>
 *
 * All of S is set at such a token, those that are off there included, as the released code has it. Beginning of text and padding neither
 * count nor change. assumption: a token that is the padding token is padding.
 *
 * <p>decision: a text that is read at once is judged as a whole, one that is being continued by what there is of it so far; so this
 * remembers the counts of the text before. A call with one token that is not the beginning of text goes on with it.
 */
public final class Guard implements ResidualEdit {

    private static final int BATCH = 16;

    private final SparseAutoencoder sae;
    private final double threshold;
    private final NDArray columns;
    private final NDArray rule;
    private final int beginning;
    private long[] fired = {};
    private long[] counted = {};

    Guard(
            NDManager manager,
            LanguageModel model,
            SparseAutoencoder sae,
            int[] features,
            Clamp clamp,
            double threshold) {
        this.sae = sae;
        this.threshold = threshold;
        this.beginning = Intervention.beginningOfText(model);
        int padding = model.hasTokenizer() ? model.tokenizer().padId() : Intervention.NO_TOKEN;
        this.rule = Intervention.lasting(
                manager.create(new float[] {(float) clamp.value(), (float) clamp.trigger(), beginning, padding}));
        this.columns = Intervention.lasting(
                manager.create(Arrays.stream(features).asLongStream().toArray()));
    }

    @Override
    public NDArray apply(NDArray x, NDArray ids) {
        int rows = (int) ids.getShape().get(0);
        int width = (int) ids.getShape().get(1);
        float[] firing = sae.firing(x, ids, columns, rule).toFloatArray();
        boolean continues = width == 1 && rows == fired.length && ids.toLongArray()[0] != beginning;
        if (!continues) {
            fired = new long[rows];
            counted = new long[rows];
        }
        for (int row = 0; row < rows; row++) {
            for (int position = row * width; position < (row + 1) * width; position++) {
                fired[row] += firing[position] > 0 ? 1 : 0;
                counted[row] += firing[position] >= 0 ? 1 : 0;
            }
        }
        float[] acting = new float[firing.length];
        boolean any = false;
        for (int i = 0; i < firing.length; i++) {
            boolean acts = firing[i] > 0 && share(i / width) > threshold;
            acting[i] = acts ? 1 : 0;
            any |= acts;
        }
        if (!any) {
            return x;
        }
        NDArray where = x.getManager().create(acting, ids.getShape());
        return sae.guard(x, where, columns, rule);
    }

    private double share(int row) {
        return counted[row] == 0 ? 0 : (double) fired[row] / counted[row];
    }

    /** &rho; of each text in the model as it is. */
    public static double[] shares(
            LanguageModel model, SparseAutoencoder sae, int[] features, List<TokenizedDocument> texts) {
        List<Double> shares = new ArrayList<>();
        int padId = model.hasTokenizer() ? model.tokenizer().padId() : 0;
        try (NDManager manager = model.torch().manager().newSubManager()) {
            Guard meter = new Guard(manager, model, sae, features, Clamp.ZERO, 1);
            for (TokenBatch batch : Batcher.inOrder(texts, BATCH, padId)) {
                Tape.paused(() -> {
                    try (Scope scope = Scope.open()) {
                        NDArray ids = model.ids(batch);
                        NDArray x = model.forward(ids, Pass.residuals(List.of(sae.hook())), null)
                                .residual(sae.hook());
                        meter.apply(x, ids);
                    }
                    return batch;
                });
                for (int row = 0; row < batch.rows(); row++) {
                    shares.add(meter.share(row));
                }
            }
        }
        return shares.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
