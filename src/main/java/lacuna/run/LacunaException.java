package lacuna.run;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong that the user can understand and act upon. The message is one or two sentences that say what, where, and
 * what to do next; it is shown as it stands, in the window and on the command line (exit code 2).
 */
public class LacunaException extends Exception {

    private static final long serialVersionUID = 1L;

    public LacunaException(String message) {
        super(message);
    }

    public LacunaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
