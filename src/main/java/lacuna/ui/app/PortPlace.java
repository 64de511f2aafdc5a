package lacuna.ui.app;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.scene.Node;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Job;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;
import org.jspecify.annotations.Nullable;

/**
 * A place that shows what the open project offers through a port. Work is started only while a project is open, and what comes of it is
 * dropped when another has been opened meanwhile.
 *
 * @param <P> the port
 */
public abstract class PortPlace<P> implements Place {

    private final Icon icon;
    private final String title;
    private final Jobs jobs;
    private @Nullable P port;
    private @Nullable Node view;

    protected PortPlace(String title, Icon icon, Jobs jobs) {
        this.title = title;
        this.icon = icon;
        this.jobs = jobs;
    }

    /** Work on the open project. */
    @FunctionalInterface
    protected interface Work<P, T> {
        T of(P port, Progress progress) throws LacunaException;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final String icon() {
        return icon.code();
    }

    @Override
    public final Node view() {
        Node built = view;
        if (built == null) {
            built = build();
            view = built;
        }
        return built;
    }

    /** Called once. */
    protected abstract Node build();

    protected final Jobs jobs() {
        return jobs;
    }

    /** Of the open project; null while none is open. */
    protected final @Nullable P port() {
        return port;
    }

    protected final void usePort(P project) {
        port = project;
    }

    /** Reads something of the project on the compute thread, without a line in the list of jobs. */
    protected final <T> void read(String what, Work<P, T> work, Consumer<T> then) {
        start(jobs::submitQuietly, what, work, then);
    }

    /** Reads something that needs no engine, while other jobs run. */
    protected final <T> void readAside(String what, Work<P, T> work, Consumer<T> then) {
        start(jobs::submitAside, what, work, then);
    }

    private <T> void start(
            BiFunction<String, Job<T>, BackgroundJob<T>> how, String what, Work<P, T> work, Consumer<T> then) {
        P asked = port;
        if (asked != null) {
            how.apply(what, progress -> work.of(asked, progress)).onSuccess(found -> {
                if (asked == port) {
                    then.accept(found);
                }
            });
        }
    }
}
