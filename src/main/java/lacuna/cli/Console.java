package lacuna.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Standard output for results, standard error for everything else. */
public final class Console {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Interrupts interrupts;
    private final ConsoleProgress progress;
    private boolean verbose;

    private Console(PrintWriter out, PrintWriter err, Interrupts interrupts, ConsoleProgress progress) {
        this.out = out;
        this.err = err;
        this.interrupts = interrupts;
        this.progress = progress;
    }

    /** @param style whether somebody watches standard error, so that one line can be written over and over */
    static Console of(OutputStream out, OutputStream err, Interrupts interrupts, ConsoleProgress.Style style) {
        PrintWriter error = new PrintWriter(err, true, StandardCharsets.UTF_8);
        return new Console(
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                error,
                interrupts,
                new ConsoleProgress(error, style, interrupts, System::nanoTime));
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    ConsoleProgress progress() {
        return progress;
    }

    boolean isVerbose() {
        return verbose;
    }

    void verbosity(Verbosity verbosity) {
        verbose = verbosity == Verbosity.VERBOSE;
        progress.silence(verbosity == Verbosity.QUIET);
    }

    /** A line of results. */
    void print(String format, Object... arguments) {
        endProgress();
        out.println(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments));
    }

    /** A line about what is going on, unless the user wants quiet. */
    void note(String line) {
        progress.log(line);
    }

    /** Puts the cursor behind an unfinished progress line. */
    void endProgress() {
        progress.endLine();
    }

    void finish() {
        endProgress();
        out.flush();
        err.flush();
        interrupts.finished();
    }

    /** How much is said on standard error. */
    enum Verbosity {
        QUIET,
        NORMAL,
        VERBOSE
    }
}
