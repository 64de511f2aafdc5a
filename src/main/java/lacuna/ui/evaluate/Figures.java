package lacuna.ui.evaluate;

import java.util.Locale;
import lacuna.stats.Interval;

/** Measured numbers as they are read. */
final class Figures {

    private Figures() {}

    /** "36.9". */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** "0.04", "36.90": for shares that are mostly small. */
    static String rate(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    /** "\u22124.2", "94.0". */
    static String percentSigned(double share) {
        String size = percent(Math.abs(share));
        return share < 0 && Double.parseDouble(size) != 0 ? "\u2212" + size : size;
    }

    /** "29–46". */
    static String interval(Interval interval) {
        String low = String.format(Locale.ROOT, "%.0f", Math.abs(100 * interval.low()));
        String high = String.format(Locale.ROOT, "%.0f", Math.abs(100 * interval.high()));
        boolean below = interval.low() < 0 && !low.equals("0");
        return below || interval.high() < 0
                ? (below ? "\u2212" : "") + low + " to " + (interval.high() < 0 && !high.equals("0") ? "\u2212" : "")
                        + high
                : low + "\u2013" + high;
    }

    /** "−54.1 points". */
    static String points(double before, double after) {
        return signed(100 * (after - before), "%.1f") + " points";
    }

    /** "+0.3 %", of what it was before. */
    static String change(double before, double after) {
        return before == 0 ? "" : signed(100 * (after - before) / before, "%.1f") + " %";
    }

    /** "−73.1". */
    static String signedPercent(double share) {
        return signed(100 * share, "%.1f");
    }

    /** "p = 0.031", "p < 0.001". */
    static String p(double value) {
        return value < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", value);
    }

    private static String signed(double number, String format) {
        String size = String.format(Locale.ROOT, format, Math.abs(number));
        if (Double.parseDouble(size) == 0) {
            return "\u00b1" + size;
        }
        return (number < 0 ? "\u2212" : "+") + size;
    }

    /** Some three significant figures. */
    static String plain(double value) {
        int decimals = value >= 100 ? 1 : value >= 10 ? 2 : value >= 0.01 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** A tick of an axis, without needless zeros. */
    static String tick(double value) {
        return !Double.isFinite(value)
                ? "\u2013"
                : java.math.BigDecimal.valueOf(value)
                        .round(new java.math.MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** Between ticks: 1, 2 or 5 times a power of ten, for three to six of them. */
    static double step(double largest) {
        double rough = Math.max(largest, 1e-6) / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
