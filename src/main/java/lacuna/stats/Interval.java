package lacuna.stats;

/** A 95 % interval, mostly of a share. */
public record Interval(double low, double high) {

    /** The 97.5 % point of the normal distribution. */
    public static final double Z = 1.959963984540054;

    /** All shares there are: where nothing was counted. */
    public static final Interval ALL = new Interval(0, 1);

    /** {@link #wilson(double, double)} of so many among independent trials, at least one. */
    public static Interval wilson(long successes, long trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " of " + trials);
        }
        return wilson((double) successes / trials, trials);
    }

    /**
     * Wilson's score interval (1927), which stays inside [0, 1] and is fair for few trials: with p the share of successes,
     * (p + z&sup2;/2n &plusmn; z sqrt(p(1 - p)/n + z&sup2;/4n&sup2;)) / (1 + z&sup2;/n).
     *
     * @param p 0 to 1
     * @param n independent trials that the share is worth, above 0; no whole number where trials depend on each other
     */
    public static Interval wilson(double p, double n) {
        double middle = p + Z * Z / (2 * n);
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        return new Interval(
                p == 0 ? 0 : Math.max(0, (middle - half) / scale), p == 1 ? 1 : Math.min(1, (middle + half) / scale));
    }
}
