package lacuna.ui.task;

/** The sending end of {@link Jobs#feed}. */
@FunctionalInterface
public interface Feed<T> {

    /** From any thread. */
    void add(T value);
}
