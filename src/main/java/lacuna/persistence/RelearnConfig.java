package lacuna.persistence;

import java.util.Optional;
import lacuna.model.LoraConfig;
import lacuna.run.Numerals;

/**
 * How the unlearned model is trained again.
 *
 * @param lora shape of a small adapter; empty to train all weights
 * @param learningRate peak; falls linearly to 0 where {@code warmup} is above 0, else constant
 * @param warmup share of the steps over which the rate rises
 * @param epochs passes over the texts
 * @param samples texts, at most
 * @param maxTokens longer texts are cut
 * @param seed decides the adapter's start and the order of the texts
 */
public record RelearnConfig(
        Optional<LoraConfig> lora,
        double learningRate,
        double warmup,
        int epochs,
        int samples,
        int maxTokens,
        long seed) {

    public RelearnConfig {
        if (!(learningRate > 0) || warmup < 0 || warmup >= 1 || epochs < 1 || samples < 1 || maxTokens < 2) {
            throw new IllegalArgumentException("a rate of " + Numerals.of(learningRate) + ", " + epochs + " epochs, "
                    + samples + " samples and " + maxTokens + " tokens make no sense");
        }
    }

    /** Lucki et al. 2024: LoRA of rank 128, alpha 16, on all linear maps; rate 2e-4, linear with warm-up; three epochs, batch 1. */
    public static RelearnConfig smallLora(int blocks, int samples, int maxTokens, long seed) {
        LoraConfig lora = LoraConfig.ofBlocks(128, 16, 0, 0, blocks - 1);
        return new RelearnConfig(Optional.of(lora), 2e-4, .05, 3, samples, maxTokens, seed);
    }

    /** EMBER's: all weights, rate 1e-5, two epochs, batch 1, at most 100 paragraphs of 256 tokens. */
    public static RelearnConfig fullWeights(int samples, int maxTokens, long seed) {
        return new RelearnConfig(Optional.empty(), 1e-5, 0, 2, samples, maxTokens, seed);
    }

    /** With a rate of one's own: a small model needs a larger one to move at all. */
    public RelearnConfig withLearningRate(double other) {
        return new RelearnConfig(lora, other, warmup, epochs, samples, maxTokens, seed);
    }

    double rateAt(int step, int steps) {
        int rising = (int) Math.ceil(warmup * steps);
        if (warmup == 0) {
            return learningRate;
        }
        return step < rising
                ? learningRate * (step + 1) / rising
                : learningRate * (steps - step) / Math.max(1, steps - rising);
    }

    String words() {
        return (lora.isPresent() ? "relearning, LoRA of rank " + lora.get().rank() : "relearning, all weights") + ", "
                + samples + " texts, rate " + Numerals.of(learningRate) + ", " + epochs + " epochs";
    }
}
