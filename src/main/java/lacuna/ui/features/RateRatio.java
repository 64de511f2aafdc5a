package lacuna.ui.features;

import lacuna.features.Interval;

/**
 * How many times as often a feature is on at target tokens as at benign ones, (a/n) / (b/m), with a 95 % interval: Katz's, on the
 * logarithm. Half a count is added everywhere, so that zeros have a ratio and an interval too.
 *
 * <p>assumption: tokens are counted as if independent. Tokens of one document are not, so the true interval is wider; the window says so.
 */
public record RateRatio(double value, Interval interval) {

    private static final double Z = 1.959963984540054;

    /**
     * @param a tokens counted among {@code n}
     * @param b tokens counted among {@code m}
     */
    public static RateRatio of(long a, long n, long b, long m) {
        double ratio = ((a + 0.5) / (n + 0.5)) / ((b + 0.5) / (m + 0.5));
        double variance = 1 / (a + 0.5) - 1 / (n + 0.5) + 1 / (b + 0.5) - 1 / (m + 0.5);
        double factor = Math.exp(Z * Math.sqrt(Math.max(0, variance)));
        return new RateRatio(ratio, new Interval(ratio / factor, ratio * factor));
    }
}
