package lacuna.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lacuna.evaluation.QuestionSet;
import lacuna.model.ModelConfig;
import lacuna.persistence.Quantization;
import lacuna.persistence.RelearnConfig;

/**
 * Which checks of persistence are made of a run.
 *
 * @param quantizations roundings of the merged model
 * @param prefixes a list file; each line is put in front of every question
 * @param relearnings trainings of the unlearned model on target texts
 * @param readings looks into the residual stream
 * @param part of the target questions; checks of different parts never stand in one figure
 */
public record AttackPlan(
        List<Quantization> quantizations,
        Optional<Path> prefixes,
        List<Relearn> relearnings,
        Set<Reading> readings,
        QuestionSet.Part part) {

    /** How the residual stream is read. */
    public enum Reading {
        LOGIT_LENS,
        /** Whether the topic is seen. */
        LINEAR_PROBE,
        /** Whether the answers are found. */
        ANSWER_PROBE
    }

    /** What is trained again. */
    public enum Weights {
        /** {@link RelearnConfig#smallLora}. */
        SMALL_LORA(1024, 2e-4),
        /** {@link RelearnConfig#fullWeights}. */
        ALL(256, 1e-5);

        private final int maxTokens;
        private final double rate;

        Weights(int maxTokens, double rate) {
            this.maxTokens = maxTokens;
            this.rate = rate;
        }

        /** The protocol's learning rate. */
        public double rate() {
            return rate;
        }
    }

    /**
     * @param texts target texts, at most
     * @param rate learning rate, in place of the protocol's
     */
    public record Relearn(Weights weights, int texts, double rate) {

        /** @param seed of the order of texts and of the LoRA */
        public RelearnConfig config(ModelConfig model, long seed) {
            int maxTokens = Math.min(weights.maxTokens, model.contextLength());
            RelearnConfig config = weights == Weights.ALL
                    ? RelearnConfig.fullWeights(texts, maxTokens, seed)
                    : RelearnConfig.smallLora(model.layers(), texts, maxTokens, seed);
            return config.withLearningRate(rate);
        }
    }

    public AttackPlan {
        quantizations = List.copyOf(quantizations);
        relearnings = List.copyOf(relearnings);
        readings = Set.copyOf(readings);
    }

    /** How many checks that is. */
    public int size() {
        return quantizations.size() + (prefixes.isPresent() ? 1 : 0) + relearnings.size() + readings.size();
    }
}
