package lacuna.ui.features;

/** Which features to list by their mark. */
public enum MarkFilter {
    ALL("Any mark"),
    MARKED("Marked"),
    SUPPRESS("Suppress"),
    KEEP("Keep"),
    UNDECIDED("Undecided");

    private final String title;

    MarkFilter(String title) {
        this.title = title;
    }

    boolean lists(Mark mark) {
        return switch (this) {
            case ALL -> true;
            case MARKED -> mark != Mark.UNDECIDED;
            case SUPPRESS -> mark == Mark.SUPPRESS;
            case KEEP -> mark == Mark.KEEP;
            case UNDECIDED -> mark == Mark.UNDECIDED;
        };
    }

    @Override
    public String toString() {
        return title;
    }
}
