package lacuna.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lacuna.evaluation.FeatureActivityResult.FeatureValue;
import lacuna.evaluation.FeatureActivityResult.LayerActivity;
import lacuna.model.Forward;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.TokenBatch;

/**
 * Mean activation and firing rate of chosen features on held-out texts, encoded by the unchanged SAEs from the residual stream of the
 * model as it is or with an adapter. Features that fell silent are not yet knowledge that is gone: read it beside the questions.
 */
public final class FeatureActivity {

    private final int batchSize;

    /** @param batchSize documents in a pass, at most */
    public FeatureActivity(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", expected at least 1");
        }
        this.batchSize = batchSize;
    }

    /**
     * @param chosen features of one or more SAEs, each SAE once
     * @param variant the model as it is, adapted, or edited
     * @param progress told and asked between batches
     * @throws LacunaException if the user cancelled, an SAE does not fit the model, or no token counts
     */
    public FeatureActivityResult run(
            LanguageModel model,
            List<ChosenFeatures> chosen,
            HeldOutTexts texts,
            ModelVariant variant,
            Progress progress)
            throws LacunaException {
        List<Tally> tallies = new ArrayList<>();
        Set<HookPoint> hooks = new TreeSet<>();
        for (ChosenFeatures features : chosen) {
            features.sae().requireWidth(model.config().widthAt(features.sae().hook()));
            hooks.add(features.sae().hook());
            tallies.add(new Tally(features));
        }
        tallies.sort(Comparator.comparing(tally -> tally.chosen.sae().hook()));
        Pass pass = Pass.residuals(hooks).with(variant);
        long tokens = 0;
        int done = 0;
        for (TokenBatch batch : TokenLikelihoods.batches(texts.documents(), batchSize, model)) {
            progress.check();
            Tape.paused(() -> {
                count(model, pass, batch, tallies);
                return batch;
            });
            tokens += batch.validTokens();
            done += batch.rows();
            progress.report(
                    "Activity of the chosen features on " + texts.name(),
                    done,
                    texts.documents().size());
        }
        if (tokens == 0) {
            throw new LacunaException(texts.name() + " holds no token to measure at. Use another corpus.");
        }
        return FeatureActivityResult.of(texts, tokens, layers(tallies, tokens));
    }

    private static void count(LanguageModel model, Pass pass, TokenBatch batch, List<Tally> tallies) {
        try (Scope scope = Scope.open()) {
            Forward forward = model.forward(batch, pass);
            for (Tally tally : tallies) {
                try (Scope inner = Scope.open()) {
                    var x = forward.residual(tally.chosen.sae().hook()); // [batch, pos, d_model]
                    tally.add(batch, tally.chosen.sae().encode(x, tally.indices).toFloatArray());
                }
            }
        }
    }

    private static List<LayerActivity> layers(List<Tally> tallies, long tokens) {
        return tallies.stream().map(tally -> tally.layer(tokens)).toList();
    }

    /** Sums over tokens for the features of one SAE; in f64, as they may be many. */
    private static final class Tally {

        private final ChosenFeatures chosen;
        private final int[] indices;
        private final double[] sums;
        private final long[] counts;

        Tally(ChosenFeatures chosen) {
            this.chosen = chosen;
            this.indices = chosen.indices();
            this.sums = new double[indices.length];
            this.counts = new long[indices.length];
        }

        /** @param activations [batch, pos, chosen], flattened */
        void add(TokenBatch batch, float[] activations) {
            for (int row = 0; row < batch.rows(); row++) {
                for (int position = 0; position < batch.lengths()[row]; position++) {
                    if (!batch.isValid(row, position)) {
                        continue;
                    }
                    int start = (row * batch.width() + position) * indices.length;
                    for (int i = 0; i < indices.length; i++) {
                        sums[i] += activations[start + i];
                        counts[i] += activations[start + i] > 0 ? 1 : 0;
                    }
                }
            }
        }

        LayerActivity layer(long tokens) {
            List<FeatureValue> values = new ArrayList<>(indices.length);
            for (int i = 0; i < indices.length; i++) {
                values.add(new FeatureValue(indices[i], sums[i] / tokens, (double) counts[i] / tokens));
            }
            return LayerActivity.of(chosen.sae().hook().toString(), values);
        }
    }
}
