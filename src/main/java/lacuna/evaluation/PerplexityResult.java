package lacuna.evaluation;

import java.util.List;

/**
 * Perplexity on held-out texts.
 *
 * @param perplexity exp of {@code meanNegativeLogLikelihood}
 * @param meanNegativeLogLikelihood nats per token, over all tokens of all documents alike
 * @param tokens predicted tokens
 * @param maxTokens length at which documents were cut off
 * @param documents in corpus order; those of which no token is predicted are left out
 */
public record PerplexityResult(
        String corpus,
        String sha256,
        int maxTokens,
        double perplexity,
        double meanNegativeLogLikelihood,
        long tokens,
        List<DocumentLikelihood> documents) {

    public PerplexityResult {
        documents = List.copyOf(documents);
    }

    /** Whether it was measured on these texts, cut at the same length. */
    public boolean isOf(HeldOutTexts texts) {
        return sha256.equals(texts.sha256()) && maxTokens == texts.maxTokens();
    }

    static PerplexityResult of(HeldOutTexts texts, List<DocumentLikelihood> documents) {
        long tokens = documents.stream().mapToLong(DocumentLikelihood::tokens).sum();
        double mean = documents.stream()
                        .mapToDouble(DocumentLikelihood::negativeLogLikelihood)
                        .sum()
                / tokens;
        return new PerplexityResult(
                texts.name(), texts.sha256(), texts.maxTokens(), Math.exp(mean), mean, tokens, documents);
    }
}
