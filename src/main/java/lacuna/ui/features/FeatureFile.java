package lacuna.ui.features;

/** Forms in which features leave the window. */
public enum FeatureFile {
    CSV("Features shown as CSV\u2026", "features.csv", "CSV table"),
    JSON("Features shown as JSON\u2026", "features.json", "JSON"),
    PAGE("This feature as an HTML page\u2026", "feature.html", "HTML page"),
    CARD("This feature as JSON\u2026", "feature.json", "JSON");

    private final String title;
    private final String fileName;
    private final String kind;

    FeatureFile(String title, String fileName, String kind) {
        this.title = title;
        this.fileName = fileName;
        this.kind = kind;
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

    /** Whether it is about the one feature in the detail pane. */
    boolean isOfOne() {
        return this == PAGE || this == CARD;
    }
}
