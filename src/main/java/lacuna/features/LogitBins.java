package lacuna.features;

import java.util.Arrays;

/**
 * How many tokens of the vocabulary have which logit, in bins of equal width.
 *
 * @param least lower edge of the first bin
 * @param most upper edge of the last, which it includes
 * @param counts tokens in each bin, [bins]
 */
public record LogitBins(double least, double most, int[] counts) {

    public static final int COUNT = 48;

    public static LogitBins none() {
        return new LogitBins(0, 0, new int[0]);
    }

    /** @param logits of every token; what is not finite is left out */
    public static LogitBins of(float[] logits) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            if (Float.isFinite(logit)) {
                least = Math.min(least, logit);
                most = Math.max(most, logit);
            }
        }
        if (least >= most) {
            return none(); // all alike, or none: nothing to see
        }
        int[] counts = new int[COUNT];
        for (float logit : logits) {
            if (Float.isFinite(logit)) {
                counts[Math.min(COUNT - 1, (int) ((logit - least) / (most - least) * COUNT))]++;
            }
        }
        return new LogitBins(least, most, counts);
    }

    public boolean isEmpty() {
        return counts.length == 0;
    }

    /** Lower edge of a bin; of the bin after the last, the upper edge of that. */
    public double edge(int bin) {
        return least + (most - least) * bin / Math.max(1, counts.length);
    }

    public int largest() {
        return Arrays.stream(counts).max().orElse(0);
    }
}
