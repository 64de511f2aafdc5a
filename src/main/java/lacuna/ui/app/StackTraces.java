package lacuna.ui.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces as text, for the details of an error. */
final class StackTraces {

    private StackTraces() {}

    static String text(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
