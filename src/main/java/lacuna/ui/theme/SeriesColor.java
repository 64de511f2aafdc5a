package lacuna.ui.theme;

import javafx.scene.paint.Color;

/**
 * What a colour means wherever data is drawn; one meaning, one colour, in every place of the window. The hues follow the
 * orange-blue axis that all common forms of colour blindness keep apart; lightness differs too, so that print stays readable.
 */
public enum SeriesColor {
    /** What is to be forgotten: target corpus, unlearn loss. */
    TARGET("#b64a08", "#f59f5f"),
    /** What is to be kept: benign corpus, retain loss. */
    BENIGN("#1a6bb0", "#5fb0ee"),
    BEFORE("#767b87", "#9298a5"),
    AFTER("#0b8468", "#3ecfae"),
    TOTAL("#24262d", "#e6e7eb"),
    COHERENCE("#9c3f8a", "#d88fcb"),
    /** Mean activity of the suppressed features. */
    ACTIVITY("#8f6a00", "#dfb53c"),
    // several runs beside each other, where the colour says which run and the chart says what of it
    RUN_1("#2f55c8", "#8fa8ff"),
    RUN_2("#b4490c", "#f0964f"),
    RUN_3("#0b7f5f", "#47cda6"),
    RUN_4("#9a3580", "#dd8fcf"),
    RUN_5("#75600a", "#d8bd4a"),
    RUN_6("#4f6472", "#9fb6c4");

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
