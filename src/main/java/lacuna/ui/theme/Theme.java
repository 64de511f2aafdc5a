package lacuna.ui.theme;

/** The two looks of the window. */
public enum Theme {
    LIGHT("light"),
    DARK("dark");

    private final String key;

    Theme(String key) {
        this.key = key;
    }

    /** As in file names and preferences. */
    public String key() {
        return key;
    }

    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    static Theme ofKey(String key) {
        return DARK.key.equals(key) ? DARK : LIGHT;
    }
}
