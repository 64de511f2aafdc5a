package lacuna.ui.task;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns the engine: jobs run on it one after another, in the order they came. The engine must be loaded, used
 * and closed here only, because its gradient mode belongs to a thread and closing memory in use elsewhere ends the process.
 *
 * <p>Progress is pulled by the JavaFX thread 20 times a second while something runs; nothing the job does can flood it.
 */
public final class ComputeThread implements Jobs {

    static final Duration PERIOD = Duration.millis(50);

    /** What runs now; read and written on the JavaFX thread. */
    private record Running(BackgroundJob<?> job, ProgressState progress) {}

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "compute");
        created.setDaemon(false);
        return created;
    });
    private final AsideThread aside = new AsideThread();
    private final ObservableList<BackgroundJob<?>> jobs = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable BackgroundJob<?>> running =
            new ReadOnlyObjectWrapper<>(this, "running", null);
    private final Timeline pull = new Timeline(new KeyFrame(PERIOD, event -> pullProgress()));
    private final Set<FxFeed<?>> waitingFeeds = ConcurrentHashMap.newKeySet();
    private @Nullable Running current;

    public ComputeThread() {
        pull.setCycleCount(Animation.INDEFINITE);
    }

    @Override
    public <T> BackgroundJob<T> submit(String title, Job<T> job) {
        return enqueue(new BackgroundJob<>(title), job);
    }

    @Override
    public <T> BackgroundJob<T> submitQuietly(String title, Job<T> job) {
        BackgroundJob<T> background = new BackgroundJob<>(title);
        background.keepQuiet();
        enqueue(background, job);
        background.onEnd(() -> {
            if (background.state() != JobState.FAILED) {
                jobs.remove(background);
            }
        });
        return background;
    }

    @Override
    public <T> BackgroundJob<T> submitAside(String title, Job<T> job) {
        BackgroundJob<T> background = aside.submit(title, job);
        background.onFailure(cause -> jobs.add(background));
        return background;
    }

    private <T> BackgroundJob<T> enqueue(BackgroundJob<T> background, Job<T> job) {
        jobs.add(background);
        try {
            thread.execute(() -> work(background, job));
        } catch (RejectedExecutionException closing) {
            background.cancel();
        }
        return background;
    }

    private <T> void work(BackgroundJob<T> background, Job<T> job) {
        if (background.isCancelRequested()) {
            return;
        }
        ProgressState progress = new ProgressState(background::isCancelRequested, System::nanoTime);
        Platform.runLater(() -> begin(new Running(background, progress)));
        Runnable ending = JobRunner.run(background, job, progress);
        Platform.runLater(() -> end(ending));
    }

    private void begin(Running started) {
        if (started.job().state().isEnded()) {
            return; // cancelled in the moment before it began: its thread sees the flag at the first batch
        }
        current = started;
        started.job().begin();
        running.set(started.job());
        pull.play();
    }

    private void end(Runnable ending) {
        pullProgress();
        pull.stop();
        Running ended = current;
        current = null;
        try {
            if (ended != null) {
                ending.run();
            }
        } finally {
            running.set(null);
        }
    }

    private void pullProgress() {
        Running now = current;
        if (now != null) {
            now.job().show(now.progress().take());
        }
        waitingFeeds.forEach(FxFeed::deliver);
    }

    /** While a job runs, its progress is pulled and what is in the feeds with it. */
    private void deliverWhileIdle() {
        if (current == null) {
            waitingFeeds.forEach(FxFeed::deliver);
        }
    }

    @Override
    public <T> Feed<T> feed(Consumer<List<T>> receiver) {
        return new FxFeed<>(receiver, waitingFeeds, () -> Platform.runLater(this::deliverWhileIdle));
    }

    @Override
    public ObservableList<BackgroundJob<?>> all() {
        return jobs;
    }

    @Override
    public ReadOnlyObjectProperty<@Nullable BackgroundJob<?>> running() {
        return running.getReadOnlyProperty();
    }

    @Override
    public void closeThen(Runnable closed) {
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(() -> aside.closeThen(() -> Platform.runLater(closed)));
        thread.shutdown();
    }
}
