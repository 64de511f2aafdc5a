package lacuna.run;

import java.math.BigDecimal;
import java.math.MathContext;

/** Settings as people write them: 12, 0.5, 0.001, 5e-4. Whatever the machine's language, as they may stand in files. */
public final class Numerals {

    private static final double SMALL = 1e-3;
    private static final double LARGE = 1e6;

    private Numerals() {}

    /** With all its digits. */
    public static String of(double value) {
        return of(value, MathContext.UNLIMITED);
    }

    /** Rounded to so many significant digits, without zeros at the end. */
    public static String of(double value, int digits) {
        return of(value, new MathContext(digits));
    }

    private static String of(double value, MathContext digits) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal number = BigDecimal.valueOf(value).round(digits).stripTrailingZeros();
        double size = Math.abs(number.doubleValue());
        if (size == 0 || size >= SMALL && size < LARGE) {
            return number.toPlainString();
        }
        int exponent = number.precision() - number.scale() - 1;
        return number.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
