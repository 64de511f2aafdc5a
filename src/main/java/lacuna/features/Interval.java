package lacuna.features;

/** An interval that holds a share with about 95 % confidence. */
public record Interval(double low, double high) {

    private static final double Z = 1.959963984540054;

    /**
     * Wilson's score interval: (p + z&sup2;/2n &plusmn; z sqrt(p(1-p)/n + z&sup2;/4n&sup2;)) / (1 + z&sup2;/n). It stays inside 0..1 and is not empty
     * for counts of 0. Tokens of one document are not independent, so the true uncertainty is larger.
     *
     * @param count tokens counted
     * @param total tokens in all
     */
    public static Interval wilson(long count, long total) {
        return total == 0 ? new Interval(0, 1) : wilson((double) count / total, total);
    }

    /**
     * The same for a share and the number of independent observations it is worth, above 0.
     *
     * @param p 0 to 1
     */
    static Interval wilson(double p, double total) {
        double z2 = Z * Z / total;
        double centre = (p + z2 / 2) / (1 + z2);
        double half = Z * Math.sqrt(p * (1 - p) / total + z2 / (4 * total)) / (1 + z2);
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
