package lacuna.ui.app;

import java.time.LocalTime;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What went wrong, for the window to show. Whoever adds one has logged it. */
public final class Errors {

    private static final int KEPT = 100;

    /** @param details for a bug report; the sentence alone must do for the user */
    public record Entry(LocalTime at, String sentence, String details) {}

    private final ObservableList<Entry> entries = FXCollections.observableArrayList();
    // decision: one view for good; a view listens to its list weakly, so one made for each call would fall silent
    private final ObservableList<Entry> view = FXCollections.unmodifiableObservableList(entries);

    /** @param sentence what, where, and what to do next */
    public void show(String sentence, @Nullable Throwable cause) {
        entries.add(new Entry(LocalTime.now(), sentence, cause == null ? "" : StackTraces.text(cause)));
        if (entries.size() > KEPT) {
            entries.remove(0);
        }
    }

    /** Newest last. */
    public ObservableList<Entry> entries() {
        return view;
    }
}
