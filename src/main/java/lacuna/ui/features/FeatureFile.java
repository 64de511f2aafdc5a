package lacuna.ui.features;

/** Forms in which features leave the window. */
public enum FeatureFile {
    CSV("Features shown as CSV\u2026", "features.csv", "CSV table", Of.SHOWN),
    JSON("Features shown as JSON\u2026", "features.json", "JSON", Of.SHOWN),
    MARKED_VECTORS("Vectors of the marked features\u2026", "vectors.safetensors", "safetensors", Of.MARKED),
    SELECTED_VECTORS("Vectors of the selected rows\u2026", "vectors.safetensors", "safetensors", Of.SELECTED),
    PAGE("This feature as an HTML page\u2026", "feature.html", "HTML page", Of.ONE),
    CARD("This feature as JSON\u2026", "feature.json", "JSON", Of.ONE);

    /** Which features a file is about. */
    enum Of {
        /** Those the table lists. */
        SHOWN,
        /** Those marked to suppress. */
        MARKED,
        /** The rows selected in the table. */
        SELECTED,
        /** The one in the detail pane. */
        ONE
    }

    private final String title;
    private final String fileName;
    private final String kind;
    private final Of of;

    FeatureFile(String title, String fileName, String kind, Of of) {
        this.title = title;
        this.fileName = fileName;
        this.kind = kind;
        this.of = of;
    }

    String title() {
        return title;
    }

    String fileName() {
        return fileName;
    }

    String kind() {
        return kind;
    }

    String pattern() {
        return "*" + fileName.substring(fileName.lastIndexOf('.'));
    }

    Of of() {
        return of;
    }
}
