package lacuna.ui.train;

import java.util.Locale;
import lacuna.run.Numerals;

/** Numbers of a run as they are read. */
final class Numbers {

    private Numbers() {}

    /** A loss with four figures; powers of ten where it is small. */
    static String loss(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return "not a number";
        }
        if (size != 0 && size < 1e-3) {
            return String.format(Locale.ROOT, "%.2e", value)
                    .replace("e-0", "e-")
                    .replace('-', '\u2212');
        }
        int decimals = size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** A setting: as short as it is exact. */
    static String setting(double value) {
        return Numerals.of(value, 8).replace("e-", "e\u2212");
    }
}
