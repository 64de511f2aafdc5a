package lacuna.ui.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Gathers values from any thread until the JavaFX thread fetches them. */
final class FxFeed<T> implements Feed<T> {

    private final Consumer<List<T>> receiver;
    private final Set<FxFeed<?>> waitingFeeds;
    private final List<T> waiting = new ArrayList<>();

    /** @param waitingFeeds safe for use by several threads; the feed enters itself when it has something to deliver */
    FxFeed(Consumer<List<T>> receiver, Set<FxFeed<?>> waitingFeeds) {
        this.receiver = receiver;
        this.waitingFeeds = waitingFeeds;
    }

    @Override
    public void add(T value) {
        synchronized (waiting) {
            waiting.add(value);
        }
        waitingFeeds.add(this);
    }

    /** On the JavaFX thread. */
    void deliver() {
        waitingFeeds.remove(this);
        List<T> taken;
        synchronized (waiting) {
            taken = List.copyOf(waiting);
            waiting.clear();
        }
        if (!taken.isEmpty()) {
            receiver.accept(taken);
        }
    }
}
