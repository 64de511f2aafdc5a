package lacuna.sae.training;

import lacuna.tensor.Dtype;

/**
 * How dictionaries are trained.
 *
 * @param features d_sae
 * @param k features on at a token, on average over a batch
 * @param steps optimiser steps
 * @param batchTokens residual rows a step
 * @param learningRate Adam's rate after warming up over the first twentieth of the steps; falls to zero over the last fifth
 * @param bufferTokens residual rows harvested at once and shuffled
 * @param bufferPasses how often each harvested buffer is served, each time in another order; saves passes over the model
 * @param modelBatch documents the model reads at once
 * @param deadTokens tokens without a single activation after which a feature counts as dead and gets the auxiliary loss
 * @param auxiliaryWeight weight of that loss
 * @param checkpointEvery steps between checkpoints
 * @param contextSize tokens the documents were cut to; written into cfg.json, changes nothing here
 * @param stored format of the matrices on disk
 */
public record SaeTrainingConfig(
        int features,
        int k,
        int steps,
        int batchTokens,
        double learningRate,
        int bufferTokens,
        int bufferPasses,
        int modelBatch,
        long deadTokens,
        double auxiliaryWeight,
        int checkpointEvery,
        int contextSize,
        Dtype stored,
        long seed) {

    public SaeTrainingConfig {
        if (features < 1 || k < 1 || k > features) {
            throw new IllegalArgumentException("features " + features + ", k " + k);
        }
        if (steps < 1 || batchTokens < 1 || bufferTokens < batchTokens || bufferPasses < 1 || modelBatch < 1) {
            throw new IllegalArgumentException("steps " + steps + ", batchTokens " + batchTokens + ", bufferTokens "
                    + bufferTokens + ", bufferPasses " + bufferPasses + ", modelBatch " + modelBatch);
        }
        if (!(learningRate > 0) || auxiliaryWeight < 0 || checkpointEvery < 1) {
            throw new IllegalArgumentException("learningRate " + learningRate + ", auxiliaryWeight " + auxiliaryWeight
                    + ", checkpointEvery " + checkpointEvery);
        }
    }

    /** What suits models of a few hundred in width: everything but size, sparsity, length and seed at its default. */
    public static SaeTrainingConfig of(int features, int k, int steps, long seed) {
        return new SaeTrainingConfig(
                features, k, steps, 1024, 3e-3, 65_536, 2, 32, 100_000, 1.0 / 32, 500, 128, Dtype.F32, seed);
    }

    /** The learning rate of a step, counted from 0. */
    double rate(int step) {
        double warm = Math.max(1, steps / 20.0);
        double falling = Math.max(1, steps / 5.0);
        return learningRate * Math.min(1, Math.min((step + 1) / warm, (steps - step) / falling));
    }
}
