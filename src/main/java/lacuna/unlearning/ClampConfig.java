package lacuna.unlearning;

import static lacuna.unlearning.Bounds.require;

import lacuna.features.FeatureStatistics;
import lacuna.features.MeanSquares;
import lacuna.run.LacunaException;
import lacuna.selection.FeatureSelection;
import lacuna.selection.FeatureSelector;
import lacuna.selection.RareFeatures;
import lacuna.selection.SelectionConfig;
import lacuna.steering.Clamp;

/**
 * Settings of clamping, which trains nothing: wherever a chosen feature is on in the running model, its activation is set to a value.
 *
 * <pre>
 * x' = x + sum over i chosen with a_i(x) &gt; trigger of (value - a_i(x)) d_i
 * </pre>
 *
 * A value of 0 removes what the SAE sees; &minus;m, negative clamping, pushes against it (Farrell et al. 2024: m = 25 to
 * 200 on Gemma Scope); with a trigger above 0 only strong activations are touched, conditional clamping (Khoriaty et al., 2025). The
 * beginning-of-text token is left alone. The weights stay as they are, so that nothing of it outlives the program that clamps.
 *
 * @param value what a chosen activation is set to, in the SAE's own units
 * @param trigger the activation above which it is; at least 0. Below the threshold of a JumpReLU SAE it is none, for there no activation lies
 * @param benignRate features on at this share of benign tokens or more are not chosen, and the others go by how often they are on in
 *     target text, as {@link RareFeatures} has it; 0 to choose as CRISP does
 * @param seed of the continuations; the clamps themselves are the same for all seeds
 */
public record ClampConfig(double value, double trigger, double benignRate, long seed) implements Untrained {

    static final String METHOD = "clamp";

    public ClampConfig {
        clamp(value, trigger);
        require(benignRate >= 0 && benignRate <= 1, "benignRate", benignRate, "a share, 0 to 1");
    }

    private static Clamp clamp(double value, double trigger) {
        return new Clamp(value, trigger);
    }

    /** What becomes of a chosen feature. */
    public Clamp clamp() {
        return clamp(value, trigger);
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public String title() {
        return trigger > 0 ? "Conditional clamp" : value == 0 ? "Zero clamp" : value < 0 ? "Negative clamp" : "Clamp";
    }

    @Override
    public String variant() {
        return "clamp" + (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
    }

    /** No text is read. */
    @Override
    public int maxTokens() {
        return 2;
    }

    @Override
    public ClampConfig withSeed(long other) {
        return new ClampConfig(value, trigger, benignRate, other);
    }

    @Override
    public FeatureSelection choose(FeatureStatistics statistics, SelectionConfig config, MeanSquares.Source squares) {
        return benignRate > 0
                ? RareFeatures.select(statistics, benignRate, config.k())
                : FeatureSelector.select(statistics, config);
    }

    @Override
    public Objective objective(UnlearnInputs inputs) throws LacunaException {
        return ClampObjective.of(inputs, this);
    }
}
