package lacuna.ui.features;

/** How the numbers of this place are written, in the user's locale; a column keeps its number of decimals so that digits align. */
final class Numbers {

    private static final String NONE = "\u2013";

    private Numbers() {}

    /** A share as a percentage, without the sign: the unit stands in the column's head. */
    static String percent(double share) {
        return share == 0 ? "0" : String.format("%.2f", 100 * share);
    }

    /** Fewer than this cannot be told from zero with two decimals. */
    static String percentPrecise(double share) {
        if (share == 0) {
            return "0";
        }
        return 100 * share < 0.1 ? String.format("%.3f", 100 * share) : String.format("%.2f", 100 * share);
    }

    /** Three digits are enough for the end of an interval. */
    static String percentShort(double share) {
        return 100 * share < 10 ? percentPrecise(share) : String.format("%.1f", 100 * share);
    }

    static String points(double difference) {
        if (difference == 0) {
            return "0";
        }
        String text = String.format("%.2f", 100 * Math.abs(difference));
        return difference < 0 ? "\u2212" + text : text;
    }

    /** The score: an en dash for a feature that CRISP would not take. */
    static String score(double score) {
        return score <= 0 ? NONE : String.format("%.2f", 100 * score);
    }

    static String ratio(double ratio) {
        return String.format("%,.1f", ratio);
    }

    /** With the precision that means something: 0.08, 3.21, 38.2, 1,240. */
    static String ratioShort(double ratio) {
        if (ratio >= 100) {
            return String.format("%,.0f", ratio);
        }
        return ratio >= 10 ? String.format("%.1f", ratio) : String.format("%.2f", ratio);
    }

    static String activation(double value) {
        return value == 0 ? "0" : String.format("%,.2f", value);
    }

    static String count(long count) {
        return String.format("%,d", count);
    }

    static String sum(double sum) {
        return String.format("%,.0f", sum);
    }

    /** 3 rather than 3.0. */
    static String plain(double number) {
        return number == Math.rint(number) ? String.format("%.0f", number) : String.valueOf(number);
    }
}
