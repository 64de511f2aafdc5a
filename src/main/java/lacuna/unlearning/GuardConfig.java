package lacuna.unlearning;

import static lacuna.unlearning.Bounds.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lacuna.features.FeatureStatistics;
import lacuna.features.MeanSquares;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectionConfig;
import lacuna.selection.StrongFeatures;
import lacuna.steering.Clamp;
import lacuna.steering.Clamping;
import lacuna.steering.Guard;
import lacuna.text.TokenizedDocument;

/**
 * Settings of DSG, dynamic SAE guardrails (Muhamed et al. 2025), which train nothing: a text is left alone unless the chosen features are
 * on at more of its tokens than in nearly all benign texts; then all of them are set to a value wherever one of them is on. See
 * {@link Guard} for the formula and {@link StrongFeatures} for the choice of features.
 *
 * <p>The threshold of each SAE is calibrated when the run starts, on the benign corpus and the model as it is, and is kept in the run's
 * {@code clamping.json}. decision: of a large corpus the first {@value #MOST_TEXTS} texts.
 *
 * @param value what the features are set to: &minus;500 as published
 * @param ratioQuantile which quantile of the ratios of target to benign mean squares a feature has to reach: .95 for WMDP-Bio, .9 for -Cyber
 * @param guardQuantile which quantile of the benign texts' shares is the threshold: .95 as published
 * @param maxTokens longer benign texts are cut
 * @param seed of the continuations; the guard itself is the same for all seeds
 */
public record GuardConfig(double value, double ratioQuantile, double guardQuantile, int maxTokens, long seed)
        implements Untrained {

    static final String METHOD = "dsg";

    private static final int MOST_TEXTS = 2000;

    public GuardConfig {
        require(Double.isFinite(value), "value", value, "a number");
        require(ratioQuantile >= 0 && ratioQuantile <= 1, "ratioQuantile", ratioQuantile, "0 to 1");
        require(guardQuantile >= 0 && guardQuantile <= 1, "guardQuantile", guardQuantile, "0 to 1");
        require(maxTokens >= 2, "maxTokens", maxTokens, "at least 2");
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public String title() {
        return "DSG";
    }

    @Override
    public String variant() {
        return "dsg" + Math.round(value);
    }

    @Override
    public GuardConfig withSeed(long other) {
        return new GuardConfig(value, ratioQuantile, guardQuantile, maxTokens, other);
    }

    @Override
    public FeatureSelection choose(FeatureStatistics statistics, SelectionConfig config, MeanSquares.Source squares)
            throws LacunaException {
        return StrongFeatures.select(squares.measure(), ratioQuantile, config.k());
    }

    @Override
    public Objective objective(UnlearnInputs inputs) throws LacunaException {
        if (inputs.selection().features().isEmpty() || inputs.texts().benign().isEmpty()) {
            throw new LacunaException("DSG needs features to guard, and benign texts to calibrate on. Mark features or"
                    + " lower k, and name a benign corpus.");
        }
        List<Clamping.Layer> layers = new ArrayList<>();
        for (String layer : inputs.selection().layers()) {
            int[] features = inputs.selection().of(layer);
            double threshold = StrongFeatures.quantile(
                    Guard.shares(inputs.model(), sae(inputs, layer), features, calibration(inputs)), guardQuantile);
            layers.add(new Clamping.Layer(
                    layer, Arrays.stream(features).boxed().toList(), new Clamp(value, 0), threshold));
        }
        return ClampObjective.of(inputs, new Clamping(layers));
    }

    private static SparseAutoencoder sae(UnlearnInputs inputs, String layer) throws LacunaException {
        for (SparseAutoencoder sae : inputs.saes()) {
            if (sae.hook().equals(HookPoint.parse(layer))) {
                return sae;
            }
        }
        throw new LacunaException("Features of " + layer + " are chosen, but no SAE of the project reads there.");
    }

    private static List<TokenizedDocument> calibration(UnlearnInputs inputs) {
        List<TokenizedDocument> benign = inputs.texts().benign();
        return benign.subList(0, Math.min(MOST_TEXTS, benign.size()));
    }
}
