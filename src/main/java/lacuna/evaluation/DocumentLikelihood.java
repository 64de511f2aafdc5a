package lacuna.evaluation;

/**
 * How well one document was predicted.
 *
 * @param document place in its corpus, from 0
 * @param tokens predicted tokens
 * @param negativeLogLikelihood sum over them, in nats
 */
public record DocumentLikelihood(int document, long tokens, double negativeLogLikelihood) {

    /** exp of the mean over this document's tokens. */
    public double perplexity() {
        return Math.exp(negativeLogLikelihood / tokens);
    }
}
