package lacuna.ui.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What goes aside waits until the test lets it go; all else runs at once. */
public final class HeldAside implements Jobs {

    private final InlineJobs inline = new InlineJobs();
    private final Deque<Runnable> held = new ArrayDeque<>();

    /** How many wait and are still wanted. */
    public int waiting() {
        return held.size();
    }

    /** Lets all run that wait, oldest first. */
    public void letGo() {
        while (!held.isEmpty()) {
            held.removeFirst().run();
        }
    }

    @Override
    public <T> BackgroundJob<T> submitAside(String title, Job<T> job) {
        BackgroundJob<T> background = new BackgroundJob<>(title);
        held.addLast(() -> {
            Runnable ending =
                    JobRunner.run(background, job, new ProgressState(background::isCancelRequested, System::nanoTime));
            if (!background.state().isEnded()) {
                ending.run();
            }
        });
        return background;
    }

    @Override
    public <T> BackgroundJob<T> submit(String title, Job<T> job) {
        return inline.submit(title, job);
    }

    @Override
    public <T> BackgroundJob<T> submitQuietly(String title, Job<T> job) {
        return inline.submitQuietly(title, job);
    }

    @Override
    public <T> Feed<T> feed(Consumer<List<T>> receiver) {
        return inline.feed(receiver);
    }

    @Override
    public ObservableList<BackgroundJob<?>> all() {
        return inline.all();
    }

    @Override
    public ReadOnlyObjectProperty<@Nullable BackgroundJob<?>> running() {
        return inline.running();
    }

    @Override
    public void closeThen(Runnable closed) {
        inline.closeThen(closed);
    }
}
