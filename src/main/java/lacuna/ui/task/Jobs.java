package lacuna.ui.task;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Where work leaves the JavaFX thread. In the window this is the {@link ComputeThread}, in tests {@link InlineJobs}. All methods
 * are called on the JavaFX thread; handlers of the returned job come back there.
 */
public interface Jobs {

    /** Puts a job at the end of the queue; it stays listed when it has ended. */
    <T> BackgroundJob<T> submit(String title, Job<T> job);

    /** Like {@link #submit}, for small work the user did not ask for by name: it leaves the list unless it fails. */
    <T> BackgroundJob<T> submitQuietly(String title, Job<T> job);

    /**
     * For work of the window that needs no engine, as sorting a million rows: it does not wait for what is queued, be it hours of
     * training. Never listed, unless it fails; not cancelled with the others, and finished before the window closes. Must not touch
     * tensors, for those belong to the compute thread.
     */
    <T> BackgroundJob<T> submitAside(String title, Job<T> job);

    /**
     * A way for a running job to hand over values as they come (losses, tokens): add from any thread, receive on the JavaFX
     * thread in order, in bundles, at most some 20 times a second. Whatever was added before a job ends arrives before its handlers run.
     */
    <T> Feed<T> feed(Consumer<List<T>> receiver);

    /** Queued, running and ended jobs, oldest first. */
    ObservableList<BackgroundJob<?>> all();

    /** The job at work now, or null. */
    ReadOnlyObjectProperty<@Nullable BackgroundJob<?>> running();

    /** Whether anything runs or waits. */
    default boolean isBusy() {
        return all().stream().anyMatch(job -> !job.state().isEnded());
    }

    /** Asks every job that has not ended to stop; the running one does so after its current batch. */
    default void cancelAll() {
        List.copyOf(all()).forEach(BackgroundJob::cancel);
    }

    /** Takes ended jobs off the list. */
    default void clearEnded() {
        all().removeIf(job -> job.state().isEnded());
    }

    /**
     * Takes no new job, lets what is queued come to its end (call {@link #cancelAll} first for a quick one; closing the model is
     * queued like any job), then calls back on the JavaFX thread. Does not block.
     */
    void closeThen(Runnable closed);
}
