package lacuna.ui.session;

import java.util.Locale;
import lacuna.ui.session.ProjectFacts.ModelFacts;

/** Sizes as people say them, in the user's locale. */
public final class Amounts {

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private Amounts() {}

    /** "3.2 M", "8.0 B". */
    public static String parameters(long count) {
        if (count >= 1_000_000_000L) {
            return String.format(Locale.getDefault(), "%.1f B", count / 1e9);
        }
        return count >= 1_000_000
                ? String.format(Locale.getDefault(), "%.1f M", count / 1e6)
                : String.format(Locale.getDefault(), "%,d", count);
    }

    /** "12.4 MiB". */
    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.getDefault(), unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    static String model(ModelFacts model) {
        return model.family() + ", " + parameters(model.parameters()) + " parameters";
    }
}
