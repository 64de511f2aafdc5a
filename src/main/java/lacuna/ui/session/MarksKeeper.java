package lacuna.ui.session;

import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;
import lacuna.project.Marks;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/** The marks of the open project, written soon after each change. JavaFX thread only. */
final class MarksKeeper {

    private final ReadOnlyObjectWrapper<Marks> marks = new ReadOnlyObjectWrapper<>(this, "marks", Marks.NONE);
    private final Consumer<LacunaException> failed;
    private final PauseTransition pause;
    private @Nullable Path file;
    private Marks written = Marks.NONE;
    private Marks atRequest = Marks.NONE;

    /** @param gather how long to wait for a further change before writing */
    MarksKeeper(Duration gather, Consumer<LacunaException> failed) {
        this.pause = new PauseTransition(gather);
        this.failed = failed;
        pause.setOnFinished(event -> save());
    }

    /**
     * Those of another project, or of the same one opened again.
     *
     * @param read from the file when the project was read; what was marked since then, or could not be written, is kept
     */
    void open(Path marksFile, Marks read) {
        boolean changedSince = !marks.get().equals(atRequest);
        save();
        boolean unwritten = !marks.get().equals(written);
        if (!marksFile.equals(file) || !changedSince && !unwritten) {
            written = read;
            marks.set(read);
        }
        file = marksFile;
        atRequest = marks.get();
    }

    /** The project is about to be read again. */
    void opening() {
        save();
        atRequest = marks.get();
    }

    ReadOnlyObjectProperty<Marks> marksProperty() {
        return marks.getReadOnlyProperty();
    }

    void change(Marks now) {
        marks.set(now);
        if (!now.equals(written)) {
            pause.playFromStart();
        }
    }

    /** Writes what has not been written yet. decision: on this thread, for the file is small and the compute thread may be busy for minutes. */
    void save() {
        pause.stop();
        Path to = file;
        Marks now = marks.get();
        if (to == null || now.equals(written)) {
            return;
        }
        try {
            now.write(to);
            written = now;
        } catch (LacunaException e) {
            failed.accept(e);
        }
    }
}
