package lacuna.features;

import lacuna.stats.Interval;

/**
 * How the activity of one SAE's features is spread over the documents, the halves and the positions of one corpus. With c<sub>d</sub>
 * the tokens of document d at which a feature is on and n<sub>d</sub> its tokens:
 *
 * @param documents D, documents with at least one token
 * @param lengthSquares sum of n_d^2
 * @param halfTokens tokens of the documents of the first half; which documents those are is drawn once and for all
 * @param positionTokens [{@link #POSITIONS}] tokens at each range of positions
 * @param documentsOn [features] documents in which a feature is on
 * @param squares [features] sum of c_d^2
 * @param lengths [features] sum of c_d n_d
 * @param halfCount [features] tokens of the first half at which it is on
 * @param halfSum [features] sum of its activations in the first half
 * @param positions [features * {@link #POSITIONS}] tokens at which it is on, by range of positions
 */
public record CorpusSpread(
        long documents,
        double lengthSquares,
        long halfTokens,
        long[] positionTokens,
        int[] documentsOn,
        double[] squares,
        double[] lengths,
        long[] halfCount,
        double[] halfSum,
        int[] positions) {

    /** Ranges of positions: 1, 2-3, 4-7 and so on, counted from the first token of the text; the last goes on without end. */
    public static final int POSITIONS = 10;

    static int positionRange(int position) {
        return Math.min(POSITIONS - 1, 31 - Integer.numberOfLeadingZeros(position + 1));
    }

    /** Tokens at which the feature is on in a range of positions. */
    public int positionCount(int feature, int range) {
        return positions[feature * POSITIONS + range];
    }

    /** Share of the documents in which the feature is on. */
    public double documentRate(int feature) {
        return documents == 0 ? 0 : (double) documentsOn[feature] / documents;
    }

    /**
     * Variance of a feature's rate over documents, for tokens of a document resemble each other (the linearised variance of a ratio,
     * Cochran 1977, section 6.3):
     *
     * <pre>
     * var(p) = D/(D-1) sum_d (c_d - p n_d)^2 / N^2
     * </pre>
     *
     * @param count tokens at which it is on
     * @param tokens N
     */
    public double rateVariance(int feature, long count, long tokens) {
        if (documents < 2 || tokens == 0) {
            return 0;
        }
        double p = (double) count / tokens;
        double deviations = squares[feature] - 2 * p * lengths[feature] + p * p * lengthSquares;
        return documents / (documents - 1.0) * Math.max(0, deviations) / ((double) tokens * tokens);
    }

    /**
     * 95 % interval of a feature's rate: Wilson's, for as many independent tokens as would give {@link #rateVariance} (Korn and
     * Graubard 1998). A feature that is never on has as many tokens as there are documents.
     */
    public Interval rateInterval(int feature, long count, long tokens) {
        if (tokens == 0) {
            return Interval.ALL;
        }
        double p = (double) count / tokens;
        double variance = rateVariance(feature, count, tokens);
        double independent = variance > 0 ? Math.min(tokens, p * (1 - p) / variance) : Math.min(tokens, documents);
        return Interval.wilson(p, independent);
    }
}
