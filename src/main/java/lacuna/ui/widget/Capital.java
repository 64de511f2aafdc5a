package lacuna.ui.widget;

import java.util.Locale;

/** Names of files and settings are small; what stands alone in the window begins with a capital. */
public final class Capital {

    private Capital() {}

    /** "Target" of "target". */
    public static String of(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
