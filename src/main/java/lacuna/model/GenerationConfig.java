package lacuna.model;

/**
 * How to continue a prompt.
 *
 * @param maxNewTokens upper bound on new tokens
 * @param temperature 0 for greedy; else logits are divided by it before sampling
 * @param topK sample among the k most likely tokens only; 0 for all
 * @param topP sample among the smallest set of tokens whose probabilities reach p; 1 for all
 * @param seed of the sampling; the same seed and settings give the same text
 */
public record GenerationConfig(int maxNewTokens, double temperature, int topK, double topP, long seed) {

    public GenerationConfig {
        if (maxNewTokens < 1 || temperature < 0 || topK < 0 || topP <= 0 || topP > 1) {
            throw new IllegalArgumentException(
                    "new tokens " + maxNewTokens + " (at least 1), temperature " + temperature + " (at least 0), top-k "
                            + topK + " (at least 0), top-p " + topP + " (above 0, at most 1)");
        }
    }

    public static GenerationConfig greedy(int maxNewTokens) {
        return new GenerationConfig(maxNewTokens, 0, 0, 1, 0);
    }
}
