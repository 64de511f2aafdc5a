package lacuna.ui.theme;

import javafx.scene.paint.Color;

/** The neutral colours of a theme for what is painted rather than styled: the same values as in its style sheet. */
public enum Surface {
    BACKGROUND("#ffffff", "#17181c"),
    TEXT("#1d1f25", "#e4e5e9"),
    MUTED("#5c616d", "#a8acb7"),
    GRID("#ebecef", "#26282e"),
    BORDER("#dcdee3", "#303239"),
    ACCENT("#5753c6", "#8f8cf0");

    private final Color light;
    private final Color dark;

    Surface(String light, String dark) {
        this.light = Color.web(light);
        this.dark = Color.web(dark);
    }

    public Color on(Theme theme) {
        return theme == Theme.LIGHT ? light : dark;
    }
}
