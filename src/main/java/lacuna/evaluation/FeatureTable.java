package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lacuna.activations.ValidRows;
import lacuna.model.Forward;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SaeTally;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.TokenBatch;

/**
 * Every feature of every SAE on held-out texts, in one state of a model: the unchanged SAEs read the residual stream of the model as it is,
 * adapted or edited. One pass over the texts serves all of them.
 *
 * @param texts on which it was measured
 * @param layers one entry an SAE, in the order of the model
 */
public record FeatureTable(Texts texts, List<Layer> layers) {

    /**
     * @param corpus name
     * @param sha256 of the corpus
     * @param maxTokens length at which documents were cut off
     * @param tokens that counted: neither the beginning of text nor padding
     */
    public record Texts(String corpus, String sha256, int maxTokens, long tokens) {}

    /**
     * @param layer hook point, {@code resid_post.4}
     * @param rate share of tokens at which each feature is on, [d_sae]
     * @param mean activation of each feature per token, on or not, in the SAE's units, [d_sae]
     * @param fit how well the SAE reconstructs this state of the model
     */
    public record Layer(String layer, float[] rate, float[] mean, Fit fit) {}

    /**
     * @param varianceExplained 1 - sum of squared errors / total variance around the mean row
     * @param l0 features on at a token, on average
     */
    public record Fit(double varianceExplained, double l0) {}

    public FeatureTable {
        layers = List.copyOf(layers);
    }

    /**
     * @param saes stay the caller's
     * @param batchSize documents in a pass, at most
     * @param progress told and asked between batches
     * @throws LacunaException if the user cancelled, an SAE does not fit the model, or no token counts
     */
    public static FeatureTable measure(
            LanguageModel model,
            List<SparseAutoencoder> saes,
            HeldOutTexts texts,
            ModelVariant variant,
            int batchSize,
            Progress progress)
            throws LacunaException {
        Set<HookPoint> hooks = new TreeSet<>();
        List<SaeTally> tallies = new ArrayList<>();
        for (SparseAutoencoder sae : saes) {
            sae.requireWidth(model.config().widthAt(sae.hook()));
            hooks.add(sae.hook());
            tallies.add(new SaeTally(sae));
        }
        Pass pass = Pass.residuals(hooks).with(variant);
        long tokens = 0;
        int done = 0;
        for (TokenBatch batch : TokenLikelihoods.batches(texts.documents(), batchSize, model)) {
            progress.check();
            if (batch.validTokens() > 0) {
                Tape.paused(() -> {
                    count(model, pass, batch, tallies);
                    return batch;
                });
            }
            tokens += batch.validTokens();
            done += batch.rows();
            progress.report(
                    "All features on " + texts.name(), done, texts.documents().size());
        }
        if (tokens == 0) {
            throw new LacunaException(texts.name() + " holds no token to measure at. Use another corpus.");
        }
        Texts read = new Texts(texts.name(), texts.sha256(), texts.maxTokens(), tokens);
        return new FeatureTable(read, tallies.stream().map(FeatureTable::layer).toList());
    }

    private static void count(LanguageModel model, Pass pass, TokenBatch batch, List<SaeTally> tallies) {
        try (Scope scope = Scope.open()) {
            Forward forward = model.forward(batch, pass);
            var rows = ValidRows.of(batch).flat(model.torch().manager());
            for (SaeTally tally : tallies) {
                tally.add(forward.residual(tally.sae().hook()), rows);
            }
        }
    }

    private static Layer layer(SaeTally tally) {
        return new Layer(
                tally.sae().hook().toString(),
                narrow(tally.rates()),
                narrow(tally.means()),
                new Fit(tally.varianceExplained(), tally.l0()));
    }

    private static float[] narrow(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }
}
