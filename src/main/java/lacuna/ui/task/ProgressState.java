package lacuna.ui.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import lacuna.run.Progress;
import org.jspecify.annotations.Nullable;

/** The meeting point of a running job (writes, any rate) and the window (reads, some 20 times a second). */
final class ProgressState implements Progress {

    /** @param fraction 0 to 1, or -1 where unknown */
    record Snapshot(
            String activity, double fraction, @Nullable Duration timeLeft, Duration elapsed, List<String> newLines) {}

    private static final long NANOS_BEFORE_AN_ESTIMATE = 1_000_000_000L;

    private final BooleanSupplier cancelled;
    private final LongSupplier clock;
    private final long began;
    private final List<String> lines = new ArrayList<>();

    private String activity = "";
    private long done;
    private long total;
    private long activityBegan;
    private long doneAtBeginning;

    /** @param clock nanoseconds, as {@link System#nanoTime} */
    ProgressState(BooleanSupplier cancelled, LongSupplier clock) {
        this.cancelled = cancelled;
        this.clock = clock;
        this.began = clock.getAsLong();
        this.activityBegan = began;
    }

    @Override
    public synchronized void report(String what, long doneNow, long totalNow) {
        // decision: a stage may put numbers into its words, so a new activity shows by its count, not by its text
        if (totalNow != total || doneNow < done) {
            activityBegan = clock.getAsLong();
            doneAtBeginning = doneNow;
        }
        activity = what;
        done = doneNow;
        total = totalNow;
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    @Override
    public synchronized void log(String line) {
        lines.add(line);
    }

    /** Takes the log lines with it. */
    synchronized Snapshot take() {
        long now = clock.getAsLong();
        List<String> taken = List.copyOf(lines);
        lines.clear();
        double fraction = total > 0 ? Math.min(1, (double) done / total) : -1;
        return new Snapshot(activity, fraction, timeLeft(now), Duration.ofNanos(now - began), taken);
    }

    private @Nullable Duration timeLeft(long now) {
        long moved = done - doneAtBeginning;
        long spent = now - activityBegan;
        if (total <= 0 || moved <= 0 || spent < NANOS_BEFORE_AN_ESTIMATE) {
            return null;
        }
        double nanosPerUnit = (double) spent / moved;
        return Duration.ofNanos((long) (nanosPerUnit * Math.max(0, total - done)));
    }
}
