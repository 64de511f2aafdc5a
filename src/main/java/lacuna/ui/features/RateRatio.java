package lacuna.ui.features;

import lacuna.stats.Interval;

/**
 * How many times as often a feature is on at target tokens as at benign ones, (a/n) / (b/m), with a 95 % interval: Katz's, on the
 * logarithm. Half a count is added everywhere, so that zeros have a ratio and an interval too.
 *
 * <p>Tokens of one document are not independent: where the variance of a rate over documents is known and larger than that of
 * independent tokens, it is used.
 */
public record RateRatio(double value, Interval interval) {

    /**
     * @param a tokens counted among {@code n}
     * @param targetVariance of the rate a/n over documents, or 0
     * @param b tokens counted among {@code m}
     * @param benignVariance of the rate b/m over documents, or 0
     */
    public static RateRatio of(long a, long n, double targetVariance, long b, long m, double benignVariance) {
        double ratio = ((a + 0.5) / (n + 0.5)) / ((b + 0.5) / (m + 0.5));
        double variance = relativeVariance(a, n, targetVariance) + relativeVariance(b, m, benignVariance);
        double factor = Math.exp(Interval.Z * Math.sqrt(Math.max(0, variance)));
        return new RateRatio(ratio, new Interval(ratio / factor, ratio * factor));
    }

    /** Of a rate, over its square. */
    private static double relativeVariance(long count, long tokens, double overDocuments) {
        double rate = (count + 0.5) / (tokens + 0.5);
        return Math.max(1 / (count + 0.5) - 1 / (tokens + 0.5), overDocuments / (rate * rate));
    }
}
