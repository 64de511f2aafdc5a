package lacuna.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import lacuna.run.Progress;

/**
 * Progress on standard error: on a terminal one line that is written over, in a log file a line now and then. Time left is the time so
 * far of this activity, scaled.
 */
final class ConsoleProgress implements Progress {

    /** How progress is shown. */
    enum Style {
        /** One line, written over. */
        TERMINAL,
        /** A new line every few seconds, as suits a file. */
        LINES
    }

    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;
    private static final int WIDTH = 78;

    private final PrintWriter err;
    private final Style style;
    private final Interrupts interrupts;
    private final LongSupplier clock;
    private String activity = "";
    private long started;
    private long shown;
    private long first;
    private boolean silent;
    private boolean midLine;

    ConsoleProgress(PrintWriter err, Style style, Interrupts interrupts, LongSupplier clock) {
        this.err = err;
        this.style = style;
        this.interrupts = interrupts;
        this.clock = clock;
    }

    void silence(boolean quiet) {
        silent = quiet;
    }

    @Override
    public void report(String what, long done, long total) {
        long now = clock.getAsLong();
        boolean fresh = !what.equals(activity);
        if (fresh) {
            endLine();
            activity = what;
            started = now;
            first = done;
        }
        boolean last = total > 0 && done >= total;
        long pause = style == Style.TERMINAL ? TERMINAL_NANOS : LINE_NANOS;
        if (silent || !fresh && !last && now - shown < pause) {
            return;
        }
        shown = now;
        String line = line(done, total, now - started);
        if (style == Style.TERMINAL) {
            err.print("\r" + String.format(Locale.ROOT, "%-" + WIDTH + "s", line));
            err.flush();
            midLine = true;
            if (last) {
                endLine();
            }
        } else {
            err.println(line);
        }
    }

    private String line(long done, long total, long nanos) {
        if (total <= 0) {
            return activity + (done > 0 ? ": " + done : "");
        }
        String text = String.format(Locale.ROOT, "%s: %d of %d", activity, done, total);
        if (done >= total) {
            return text + ", took " + duration(nanos / 1_000_000_000.0);
        }
        long here = done - first; // a resumed stage begins in the middle
        return here <= 0 ? text : text + ", " + duration(nanos / 1e9 / here * (total - done)) + " left";
    }

    /** "0.4 s", "12 s", "3 min 05 s", "2 h 10 min". */
    static String duration(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    @Override
    public boolean isCancelled() {
        return interrupts.isRequested();
    }

    @Override
    public void log(String line) {
        if (!silent) {
            endLine();
            err.println(line);
        }
    }

    /** Moves past a line that is still being written over. */
    void endLine() {
        if (midLine) {
            err.println();
            midLine = false;
        }
    }
}
