package lacuna.ui.theme;

import javafx.scene.paint.Color;

/**
 * What a colour means wherever data is drawn; one meaning, one colour, in every place of the window. The hues follow the
 * orange-blue axis that all common forms of colour blindness keep apart; lightness differs too, so that print stays readable.
 */
public enum SeriesColor {
    /** What is to be forgotten: target corpus, unlearn loss. */
    TARGET("#c4520a", "#f2904a"),
    /** What is to be kept: benign corpus, retain loss. */
    BENIGN("#1a6bb0", "#5fb0ee"),
    BEFORE("#767b87", "#9298a5"),
    AFTER("#0b8468", "#3ecfae"),
    TOTAL("#24262d", "#e6e7eb"),
    COHERENCE("#9c3f8a", "#d88fcb"),
    /** Mean activity of the suppressed features. */
    ACTIVITY("#8f6a00", "#dfb53c");

    private final Color light;
    private final Color dark;

    SeriesColor(String light, String dark) {
        this.light = Color.web(light);
        this.dark = Color.web(dark);
    }

    public Color on(Theme theme) {
        return theme == Theme.LIGHT ? light : dark;
    }
}
