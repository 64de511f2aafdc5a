package lacuna.ui.task;

import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * For requests that outdate each other (a slider moves, another row is selected): a new one cancels the one before, waits a
 * moment to gather clicks, and only the newest result is shown. One instance for each kind of request; JavaFX thread only.
 */
public final class LatestOnly {

    /** Where requests go. */
    @FunctionalInterface
    private interface Queue {
        <T> BackgroundJob<T> submit(String title, Job<T> job);
    }

    private final Queue queue;
    private final PauseTransition pause;
    private @Nullable BackgroundJob<?> latest;

    /** @param gather how long to wait for a newer request; zero starts at once */
    public LatestOnly(Jobs jobs, Duration gather) {
        this(jobs::submitQuietly, gather);
    }

    private LatestOnly(Queue queue, Duration gather) {
        this.queue = queue;
        this.pause = new PauseTransition(gather);
    }

    /** For work that needs no engine, begun at once. */
    public static LatestOnly aside(Jobs jobs) {
        return new LatestOnly(jobs::submitAside, Duration.ZERO);
    }

    public <T> void request(String title, Job<T> job, Consumer<? super T> show) {
        cancel();
        if (pause.getDuration().lessThanOrEqualTo(Duration.ZERO)) {
            start(title, job, show);
            return;
        }
        pause.setOnFinished(event -> start(title, job, show));
        pause.playFromStart();
    }

    /** Forgets the request under way. */
    public void cancel() {
        pause.stop();
        BackgroundJob<?> before = latest;
        latest = null;
        if (before != null) {
            before.cancel();
        }
    }

    private <T> void start(String title, Job<T> job, Consumer<? super T> show) {
        BackgroundJob<T> started = queue.submit(title, job);
        latest = started;
        started.onSuccess(result -> {
            if (latest == started) {
                show.accept(result);
            }
        });
    }
}
