package lacuna.ui.task;

import java.time.Duration;

/** Durations as people read them. */
public final class Durations {

    private Durations() {}

    /** "0.4 s", "12 s", "3 min 05 s", "1 h 02 min". */
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.toMillis() < 50) {
            return "< 0.1 s";
        }
        if (seconds < 10) {
            return String.format("%.1f s", duration.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return String.format("%d min %02d s", seconds / 60, seconds % 60);
        }
        return String.format("%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }

    /** "about 3 min left", coarse on purpose: an estimate that flickers is not believed. */
    public static String leftText(Duration left) {
        long seconds = left.toSeconds();
        if (seconds < 5) {
            return "a few seconds left";
        }
        if (seconds < 60) {
            return "about " + (seconds + 4) / 5 * 5 + " s left";
        }
        if (seconds < 3600) {
            return "about " + (seconds + 30) / 60 + " min left";
        }
        return String.format("about %d h %02d min left", seconds / 3600, seconds / 60 % 60);
    }
}
