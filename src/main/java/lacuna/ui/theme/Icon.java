package lacuna.ui.theme;

import org.kordamp.ikonli.javafx.FontIcon;

/** The icons in use, by what they mean here; all from the Feather pack, so that they look of one hand. */
public enum Icon {
    PROJECT("fth-folder"),
    FEATURES("fth-layers"),
    TRAIN("fth-activity"),
    COMPARE("fth-columns"),
    EVALUATE("fth-check-square"),
    REPORT("fth-file-text"),
    OPEN("fth-folder-plus"),
    PLAY("fth-play"),
    STOP("fth-square"),
    PAUSE("fth-pause"),
    CLOSE("fth-x"),
    CHECK("fth-check"),
    CHECK_CIRCLE("fth-check-circle"),
    WARNING("fth-alert-triangle"),
    ERROR("fth-alert-circle"),
    INFO("fth-info"),
    HELP("fth-help-circle"),
    CLOCK("fth-clock"),
    CANCELLED("fth-slash"),
    SEARCH("fth-search"),
    FILTER("fth-filter"),
    COPY("fth-copy"),
    SAVE("fth-save"),
    REFRESH("fth-refresh-cw"),
    SUN("fth-sun"),
    MOON("fth-moon"),
    CPU("fth-cpu"),
    TASKS("fth-list"),
    CHEVRON_UP("fth-chevron-up"),
    CHEVRON_DOWN("fth-chevron-down"),
    CHEVRON_RIGHT("fth-chevron-right"),
    SUPPRESS("fth-minus-circle"),
    KEEP("fth-shield"),
    UNDO("fth-rotate-ccw"),
    SLIDERS("fth-sliders"),
    CHART("fth-bar-chart-2"),
    TRASH("fth-trash-2"),
    MESSAGE("fth-message-square"),
    ZAP("fth-zap");

    private final String code;

    Icon(String code) {
        this.code = code;
    }

    /** The pack's own name for it. */
    public String code() {
        return code;
    }

    /** A new node; colour comes from the style sheet, size in pixels from here. */
    public FontIcon node(int size) {
        return node(code, size);
    }

    /** For an icon known by its pack name only. */
    public static FontIcon node(String code, int size) {
        FontIcon icon = new FontIcon(code);
        icon.setIconSize(size);
        // decision: inline as well, for the theme's sheet sets one size for all icons and would win
        icon.setStyle("-fx-icon-size: " + size + "px; " + icon.getStyle());
        return icon;
    }
}
