package lacuna.evaluation;

/** A 95 % interval of a share. */
public record Interval(double low, double high) {

    static final double Z = 1.959963984540054; // the 97.5 % point of the normal distribution

    /**
     * Wilson's score interval (1927), which stays inside [0, 1] and is fair for few trials: with p the share of successes,
     * (p + z&sup2;/2n &plusmn; z sqrt(p(1 - p)/n + z&sup2;/4n&sup2;)) / (1 + z&sup2;/n).
     */
    public static Interval wilson(long successes, long trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " of " + trials);
        }
        double n = trials;
        double p = successes / n;
        double middle = p + Z * Z / (2 * n);
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        return new Interval(
                successes == 0 ? 0 : (middle - half) / scale, successes == trials ? 1 : (middle + half) / scale);
    }
}
