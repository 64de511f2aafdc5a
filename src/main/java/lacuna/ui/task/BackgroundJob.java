package lacuna.ui.task;

import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * One piece of background work as the window sees it. Properties change on the JavaFX thread only. Handlers may be added at any
 * time: one that comes late (the job has ended) is called at once, so that a view need not care how fast the work was.
 */
public final class BackgroundJob<T> {

    private static final int KEPT_LOG_LINES = 500;

    private final String title;
    private final ReadOnlyObjectWrapper<JobState> state = new ReadOnlyObjectWrapper<>(this, "state", JobState.QUEUED);
    private final ReadOnlyStringWrapper activity = new ReadOnlyStringWrapper(this, "activity", "Waiting");
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(this, "fraction", -1);
    private final ReadOnlyObjectWrapper<@Nullable Duration> timeLeft =
            new ReadOnlyObjectWrapper<>(this, "timeLeft", null);
    private final ReadOnlyObjectWrapper<Duration> duration =
            new ReadOnlyObjectWrapper<>(this, "duration", Duration.ZERO);
    private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper(this, "outcome", "");
    private final ObservableList<String> log = FXCollections.observableArrayList();
    private final ObservableList<String> logView = FXCollections.unmodifiableObservableList(log);

    private final List<Consumer<? super T>> successHandlers = new ArrayList<>();
    private final List<Consumer<Throwable>> failureHandlers = new ArrayList<>();
    private final List<Runnable> endHandlers = new ArrayList<>();
    private Function<? super T, String> describe = result -> "Done";
    private @Nullable Runnable opener;
    // decision: softly, for the list of jobs is long and a result may be as large as all statistics of a project
    private SoftReference<@Nullable T> result = new SoftReference<>(null);
    private @Nullable Throwable failure;

    private boolean quiet;
    private volatile boolean cancelRequested;

    BackgroundJob(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** It is small work that nobody asked for by name: it leaves the list when it has ended, unless it has failed. */
    void keepQuiet() {
        quiet = true;
    }

    /** Whether there is nothing to tell the user of it, as long as it does not fail. */
    public boolean isQuiet() {
        return quiet;
    }

    public JobState state() {
        return state.get();
    }

    public ReadOnlyObjectProperty<JobState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What is being done just now, in the stage's words. */
    public ReadOnlyStringProperty activityProperty() {
        return activity.getReadOnlyProperty();
    }

    /** Of the current activity, 0 to 1, or -1 where its end is unknown. */
    public ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    /** Estimated for the current activity; null while unknown. */
    public ReadOnlyObjectProperty<@Nullable Duration> timeLeftProperty() {
        return timeLeft.getReadOnlyProperty();
    }

    /** Since the job began to run. */
    public ReadOnlyObjectProperty<Duration> durationProperty() {
        return duration.getReadOnlyProperty();
    }

    /** One sentence on how it ended; empty before. */
    public ReadOnlyStringProperty outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /** The last lines the stage logged. */
    public ObservableList<String> log() {
        return logView;
    }

    /** Why it failed, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Asks to stop. A queued job never starts, a running one stops after its current batch: native code cannot be interrupted. */
    public void cancel() {
        if (state.get().isEnded()) {
            return;
        }
        cancelRequested = true;
        if (state.get() == JobState.QUEUED) {
            end(JobState.CANCELLED, "Cancelled before it began", null);
        } else {
            activity.set("Stopping after this batch");
        }
    }

    public boolean isCancelRequested() {
        return cancelRequested;
    }

    /** How a success is put into a sentence, for the task list. */
    public BackgroundJob<T> outcome(Function<? super T, String> sentence) {
        describe = sentence;
        T value = result.get();
        if (value != null) {
            outcome.set(sentence.apply(value));
        }
        return this;
    }

    /** One that comes long after the end may hear nothing: the result is kept only while there is memory for it. */
    public BackgroundJob<T> onSuccess(Consumer<? super T> handler) {
        T value = result.get();
        if (value != null) {
            handler.accept(value);
        } else {
            successHandlers.add(handler);
        }
        return this;
    }

    /** The window already shows a failure to the user; this is for putting the screen right. */
    public BackgroundJob<T> onFailure(Consumer<Throwable> handler) {
        Throwable cause = failure;
        if (cause != null) {
            handler.accept(cause);
        } else {
            failureHandlers.add(handler);
        }
        return this;
    }

    /** How the result is brought into sight; a later word takes the place of an earlier. */
    public BackgroundJob<T> openWith(Runnable show) {
        opener = show;
        return this;
    }

    /** Brings the result into sight, if it is known how. */
    public void open() {
        Runnable show = opener;
        if (show != null) {
            show.run();
        }
    }

    /** Whether {@link #open} would show something. */
    public boolean canOpen() {
        return opener != null && state.get() == JobState.SUCCEEDED;
    }

    /** Called last, however it ended. */
    public BackgroundJob<T> onEnd(Runnable handler) {
        if (state.get().isEnded()) {
            handler.run();
        } else {
            endHandlers.add(handler);
        }
        return this;
    }

    void begin() {
        state.set(JobState.RUNNING);
        activity.set("Starting");
    }

    void show(ProgressState.Snapshot now) {
        if (state.get() != JobState.RUNNING) {
            return;
        }
        if (!cancelRequested && !now.activity().isEmpty()) {
            activity.set(now.activity());
        }
        fraction.set(now.fraction());
        timeLeft.set(now.timeLeft());
        duration.set(now.elapsed());
        log.addAll(now.newLines());
        if (log.size() > KEPT_LOG_LINES) {
            log.remove(0, log.size() - KEPT_LOG_LINES);
        }
    }

    void succeed(T value) {
        fraction.set(1);
        String sentence = "Done";
        try {
            sentence = describe.apply(value);
        } finally {
            end(JobState.SUCCEEDED, sentence, value);
        }
    }

    void fail(Throwable cause, String sentence) {
        failure = cause;
        end(JobState.FAILED, sentence, null);
    }

    void cancelled() {
        end(JobState.CANCELLED, "Cancelled; what was finished is kept", null);
    }

    private void end(JobState ended, String sentence, @Nullable T value) {
        timeLeft.set(null);
        activity.set("");
        outcome.set(sentence);
        result = new SoftReference<>(value);
        state.set(ended);
        List<Runnable> calls = new ArrayList<>();
        if (value != null) {
            successHandlers.forEach(handler -> calls.add(() -> handler.accept(value)));
        }
        Throwable cause = failure;
        if (cause != null) {
            failureHandlers.forEach(handler -> calls.add(() -> handler.accept(cause)));
        }
        calls.addAll(endHandlers);
        successHandlers.clear();
        failureHandlers.clear();
        endHandlers.clear();
        callAll(calls);
    }

    /** decision: a handler that throws keeps no other from being called, or a form would wait for the end of its job for ever. */
    private static void callAll(List<Runnable> calls) {
        RuntimeException first = null;
        for (Runnable call : calls) {
            try {
                call.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
