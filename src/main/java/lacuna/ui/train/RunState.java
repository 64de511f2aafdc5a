package lacuna.ui.train;

/** Where a training run stands. */
public enum RunState {
    QUEUED("Queued", ""),
    RUNNING("Running", "accent"),
    STOPPING("Stopping", "warning"),
    /** Stopped to go on later; it keeps its place in the queue. */
    PAUSED("Paused", "warning"),
    FINISHED("Finished", "success"),
    CANCELLED("Cancelled", "warning"),
    FAILED("Failed", "danger"),
    /** Its process ended before it did. */
    INTERRUPTED("Interrupted", "warning");

    private final String title;
    private final String tone;

    RunState(String title, String tone) {
        this.title = title;
        this.tone = tone;
    }

    public String title() {
        return title;
    }

    /** Style class of the chip that shows it; empty for the neutral one. */
    String tone() {
        return tone;
    }

    /** Whether work on it is under way or ahead. */
    public boolean isLive() {
        return this == QUEUED || this == RUNNING || this == STOPPING;
    }
}
