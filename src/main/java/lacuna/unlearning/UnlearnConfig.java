package lacuna.unlearning;

import lacuna.model.LoraConfig;
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
 */
public record UnlearnConfig(
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
        int checkpointEvery) {

    public UnlearnConfig {
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

    private static void require(boolean holds, String name, double value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + "; expected " + expected);
        }
    }

    /** Factors on the three losses in the total. */
    record Weights(double unlearn, double retain, double coherence) {}

    Weights weights() {
        return mode == CrispMode.CODE ? new Weights(1 - beta, beta, beta * gamma) : new Weights(alpha, beta, gamma);
    }

    /** The rate of a step counted from 0. */
    double learningRateAt(int step) {
        return step < warmupSteps ? learningRate * (step + 1) / warmupSteps : learningRate;
    }

    /** The limit on the gradients' norm, infinite for none. */
    double largestNorm() {
        return maxGradientNorm > 0 ? maxGradientNorm : Double.POSITIVE_INFINITY;
    }

    public UnlearnConfig withSeed(long other) {
        return new UnlearnConfig(
                mode,
                suppression,
                alpha,
                beta,
                gamma,
                drift,
                lora,
                learningRate,
                warmupSteps,
                maxGradientNorm,
                epochs,
                steps,
                batchSize,
                coherenceBatch,
                maxTokens,
                other,
                checkpointEvery);
    }

    /** @param other 0 to go by epochs */
    public UnlearnConfig withSteps(int other) {
        return new UnlearnConfig(
                mode,
                suppression,
                alpha,
                beta,
                gamma,
                drift,
                lora,
                learningRate,
                warmupSteps,
                maxGradientNorm,
                epochs,
                other,
                batchSize,
                coherenceBatch,
                maxTokens,
                seed,
                checkpointEvery);
    }

    public UnlearnConfig withCheckpointEvery(int other) {
        return new UnlearnConfig(
                mode,
                suppression,
                alpha,
                beta,
                gamma,
                drift,
                lora,
                learningRate,
                warmupSteps,
                maxGradientNorm,
                epochs,
                steps,
                batchSize,
                coherenceBatch,
                maxTokens,
                seed,
                other);
    }

    public UnlearnConfig withLora(LoraConfig other) {
        return new UnlearnConfig(
                mode,
                suppression,
                alpha,
                beta,
                gamma,
                drift,
                other,
                learningRate,
                warmupSteps,
                maxGradientNorm,
                epochs,
                steps,
                batchSize,
                coherenceBatch,
                maxTokens,
                seed,
                checkpointEvery);
    }
}
