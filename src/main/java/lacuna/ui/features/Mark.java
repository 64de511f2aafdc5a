package lacuna.ui.features;

/** What is to become of a feature. */
public enum Mark {
    SUPPRESS("Suppress", "target"),
    KEEP("Keep", "benign"),
    UNDECIDED("Undecided", "none");

    private final String title;
    private final String chip;

    Mark(String title, String chip) {
        this.title = title;
        this.chip = chip;
    }

    public String title() {
        return title;
    }

    /** Style class of its pill: the colours of what is to be forgotten and what is to be kept. */
    String chip() {
        return chip;
    }
}
