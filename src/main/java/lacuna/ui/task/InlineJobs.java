package lacuna.ui.task;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Runs each job at once on the calling thread, for tests: when {@link #submit} returns, the job has ended and its handlers run. */
public final class InlineJobs implements Jobs {

    private final ObservableList<BackgroundJob<?>> jobs = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable BackgroundJob<?>> running =
            new ReadOnlyObjectWrapper<>(this, "running", null);

    @Override
    public <T> BackgroundJob<T> submit(String title, Job<T> job) {
        return run(new BackgroundJob<>(title), job);
    }

    private <T> BackgroundJob<T> run(BackgroundJob<T> background, Job<T> job) {
        jobs.add(background);
        background.begin();
        running.set(background);
        ProgressState progress = new ProgressState(background::isCancelRequested, System::nanoTime);
        Runnable ending = JobRunner.run(background, job, progress);
        background.show(progress.take());
        ending.run();
        running.set(null);
        return background;
    }

    @Override
    public <T> BackgroundJob<T> submitQuietly(String title, Job<T> job) {
        BackgroundJob<T> background = new BackgroundJob<>(title);
        background.keepQuiet();
        run(background, job);
        if (background.state() != JobState.FAILED) {
            jobs.remove(background);
        }
        return background;
    }

    @Override
    public <T> BackgroundJob<T> submitAside(String title, Job<T> job) {
        return submitQuietly(title, job);
    }

    @Override
    public <T> Feed<T> feed(Consumer<List<T>> receiver) {
        return value -> receiver.accept(List.of(value));
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
        closed.run();
    }
}
