package lacuna.ui.app;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Brings files in front of the user in the programs that the system has for them. Behind an interface so that tests need none. */
@FunctionalInterface
public interface Documents {

    /**
     * A page in the browser, a folder in the file manager. Returns at once.
     *
     * @param otherwise told, as a sentence, on the JavaFX thread, why nothing came to the front; not called where something did
     */
    void open(Path path, Consumer<String> otherwise);
}
