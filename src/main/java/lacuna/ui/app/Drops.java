package lacuna.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What becomes of files dropped on the window. The window knows no screen, so somebody else says. */
public final class Drops {

    private Consumer<List<Path>> receiver = files -> {};

    public void handle(Consumer<List<Path>> by) {
        receiver = by;
    }

    /** Files, as if they had been dropped. */
    public void accept(List<Path> files) {
        receiver.accept(List.copyOf(files));
    }
}
