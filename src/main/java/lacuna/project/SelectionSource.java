package lacuna.project;

/** Who chooses the features. */
public enum SelectionSource {
    /** The method, by its statistics. */
    AUTOMATIC,
    /** A person, by marks.json. */
    MARKS
}
