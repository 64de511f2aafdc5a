package lacuna.pretraining;

import java.util.List;
import lacuna.model.Precision;
import org.jspecify.annotations.Nullable;

/**
 * How to train a small language model from scratch: what {@code train-model} reads. Paths are relative to the file.
 *
 * @param start model folder to go on from, with its tokenizer; null to begin from random weights
 * @param vocabulary entries of the byte-level BPE tokenizer trained first
 * @param width d_model
 * @param mlpWidth width of the gated MLP
 * @param contextLength positions the model is trained on, and tokens of one training row
 * @param batchRows rows of one step
 * @param steps optimiser steps
 * @param learningRate peak; linear warm-up, then cosine down to a tenth
 * @param weightDecay AdamW's decay of every weight
 * @param precision dtype of the computation; weights and optimiser stay f32
 * @param texts what to train on
 */
public record PretrainConfig(
        @Nullable String start,
        int vocabulary,
        int layers,
        int width,
        int heads,
        int keyValueHeads,
        int mlpWidth,
        int contextLength,
        int batchRows,
        int steps,
        int warmupSteps,
        double learningRate,
        double weightDecay,
        Precision precision,
        long seed,
        int checkpointEvery,
        List<Source> texts) {

    /**
     * A corpus and its share of every batch.
     *
     * @param path a corpus file or folder
     * @param weight relative share of training tokens
     */
    public record Source(String path, double weight) {
        public Source {
            if (!(weight > 0)) {
                throw new IllegalArgumentException("the weight of " + path + " must be above 0");
            }
        }
    }

    public PretrainConfig {
        if (layers < 1
                || width < 2
                || heads < 1
                || width % heads != 0
                || keyValueHeads < 1
                || heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "layers " + layers + ", width " + width + ", heads " + heads + ", key/value heads " + keyValueHeads
                            + " do not fit together: heads must divide the width, key/value heads the heads");
        }
        if (batchRows < 1 || steps < 1 || contextLength < 8 || checkpointEvery < 1 || !(learningRate > 0)) {
            throw new IllegalArgumentException(
                    "batchRows, steps, contextLength, checkpointEvery and learningRate must be positive");
        }
        texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("no texts to train on");
        }
    }

    /** The learning rate of a step, counted from 0. */
    double rate(int step) {
        if (step < warmupSteps) {
            return learningRate * (step + 1) / warmupSteps;
        }
        double progress = (double) (step - warmupSteps) / Math.max(1, steps - warmupSteps);
        return learningRate * (0.1 + 0.45 * (1 + Math.cos(Math.PI * progress)));
    }
}
