package lacuna.ui.app;

import java.nio.file.Path;

/** Brings files in front of the user in the programs that the system has for them. Behind an interface so that tests need none. */
@FunctionalInterface
public interface Documents {

    /** A page in the browser, a folder in the file manager. */
    void open(Path path);
}
