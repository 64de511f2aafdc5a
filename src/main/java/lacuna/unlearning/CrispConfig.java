package lacuna.unlearning;

import static lacuna.unlearning.Bounds.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import lacuna.model.LoraConfig;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;

/**
 * Settings of a CRISP run; together with model, SAEs, selection and texts they decide every number of it.
 *
 * @param mode which of the three losses
 * @param suppression &lambda; (the released code calls it alpha): how far beyond its threshold a feature is pushed
 * @param alpha weight of the unlearning loss; the CODE mode uses 1 - beta instead
 * @param beta weight of the retain loss
 * @param gamma weight of the coherence loss; the CODE mode uses beta gamma
 * @param drift how retain and coherence losses are measured
 * @param lora rank, scale, dropout, projections and blocks of the adapter
 * @param learningRate constant, after the warm-up
 * @param warmupSteps steps over which the rate rises linearly; 0 for none
 * @param maxGradientNorm gradients are scaled down to this global L2 norm; 0 for no clipping
 * @param epochs passes over the target texts, unless {@code steps} is given
 * @param steps optimiser steps; 0 to go by {@code epochs}
 * @param batchSize texts of each corpus a step
 * @param coherenceBatch coherence texts a step, in turn
 * @param maxTokens longer texts are cut
 * @param seed decides adapter initialisation, order of texts and dropout
 * @param checkpointEvery steps between checkpoints; 0 for only on cancel
 * @param memory how much of a batch the backward pass holds at a time; does not change losses. {@link ActivationMemory#WHOLE} in files
 *     that say nothing
 */
public record CrispConfig(
        CrispMode mode,
        double suppression,
        double alpha,
        double beta,
        double gamma,
        Drift drift,
        LoraConfig lora,
        double learningRate,
        int warmupSteps,
        double maxGradientNorm,
        int epochs,
        int steps,
        int batchSize,
        int coherenceBatch,
        int maxTokens,
        long seed,
        int checkpointEvery,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ActivationMemory.Usual.class)
        ActivationMemory memory)
        implements Trained {

    static final String METHOD = "crisp";
    static final String UNLEARN = "unlearn";
    static final String RETAIN = "retain";
    static final String COHERENCE = "coherence";

    public CrispConfig {
        memory = Objects.requireNonNullElse(memory, ActivationMemory.WHOLE);
        require(suppression >= 0 && suppression < Double.POSITIVE_INFINITY, "suppression", suppression, "at least 0");
        require(alpha >= 0 && alpha <= 1e6, "alpha", alpha, "between 0 and 1e6");
        require(
                beta >= 0 && beta <= (mode == CrispMode.CODE ? 1 : 1e6),
                "beta",
                beta,
                "at least 0, at most 1 in code mode");
        require(gamma >= 0 && gamma <= 1e6, "gamma", gamma, "between 0 and 1e6");
        require(learningRate > 0 && learningRate <= 1, "learningRate", learningRate, "above 0, at most 1");
        require(warmupSteps >= 0, "warmupSteps", warmupSteps, "at least 0");
        require(maxGradientNorm >= 0, "maxGradientNorm", maxGradientNorm, "at least 0");
        require(steps >= 0, "steps", steps, "at least 0");
        require(epochs >= 1 || steps > 0, "epochs", epochs, "at least 1");
        require(batchSize >= 1, "batchSize", batchSize, "at least 1");
        require(coherenceBatch >= 1, "coherenceBatch", coherenceBatch, "at least 1");
        require(mode != CrispMode.CODE || coherenceBatch == 1, "coherenceBatch", coherenceBatch, "1 in code mode");
        require(maxTokens >= 2, "maxTokens", maxTokens, "at least 2");
        require(checkpointEvery >= 0, "checkpointEvery", checkpointEvery, "at least 0");
    }

    /** Factors on the three losses in the total. */
    record Weights(double unlearn, double retain, double coherence) {}

    Weights weights() {
        return mode == CrispMode.CODE ? new Weights(1 - beta, beta, beta * gamma) : new Weights(alpha, beta, gamma);
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public String title() {
        return "CRISP";
    }

    @Override
    public String variant() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, Double> lossWeights() {
        Weights weights = weights();
        Map<String, Double> byName = new LinkedHashMap<>();
        byName.put(UNLEARN, weights.unlearn());
        byName.put(RETAIN, weights.retain());
        byName.put(COHERENCE, weights.coherence());
        return byName;
    }

    @Override
    public Optional<CrispMode> featureMode() {
        return Optional.of(mode);
    }

    @Override
    public SortedSet<Integer> blocks() {
        return lora.blocks();
    }

    @Override
    public int stepsOver(int targetTexts) {
        int perEpoch = (targetTexts + batchSize - 1) / batchSize;
        return steps > 0 ? steps : epochs * perEpoch;
    }

    /** Target and benign texts go side by side. */
    @Override
    public int rowsAPass() {
        return Math.max(2 * batchSize, coherenceBatch);
    }

    @Override
    public Objective objective(UnlearnInputs inputs) throws LacunaException {
        return CrispObjective.of(inputs, this);
    }

    @Override
    public double learningRateAt(int step) {
        return step < warmupSteps ? learningRate * (step + 1) / warmupSteps : learningRate;
    }

    @Override
    public double largestNorm() {
        return maxGradientNorm > 0 ? maxGradientNorm : Double.POSITIVE_INFINITY;
    }

    @Override
    public CrispConfig withSeed(long other) {
        return with(lora, steps, batchSize, other, checkpointEvery, memory);
    }

    @Override
    public CrispConfig withSteps(int other) {
        return with(lora, other, batchSize, seed, checkpointEvery, memory);
    }

    @Override
    public CrispConfig withCheckpointEvery(int other) {
        return with(lora, steps, batchSize, seed, other, memory);
    }

    public CrispConfig withBatchSize(int other) {
        return with(lora, steps, other, seed, checkpointEvery, memory);
    }

    public CrispConfig withLora(LoraConfig other) {
        return with(other, steps, batchSize, seed, checkpointEvery, memory);
    }

    @Override
    public CrispConfig withMemory(ActivationMemory other) {
        return with(lora, steps, batchSize, seed, checkpointEvery, other);
    }

    private CrispConfig with(
            LoraConfig newLora, int newSteps, int newBatch, long newSeed, int newEvery, ActivationMemory newMemory) {
        return new CrispConfig(
                mode,
                suppression,
                alpha,
                beta,
                gamma,
                drift,
                newLora,
                learningRate,
                warmupSteps,
                maxGradientNorm,
                epochs,
                newSteps,
                newBatch,
                coherenceBatch,
                maxTokens,
                newSeed,
                newEvery,
                newMemory);
    }
}
