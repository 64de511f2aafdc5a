package lacuna.ui.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Gathers values from any thread until the JavaFX thread fetches them. */
final class FxFeed<T> implements Feed<T> {

    private final Consumer<List<T>> receiver;
    private final Set<FxFeed<?>> waitingFeeds;
    private final Runnable announce;
    private final List<T> waiting = new ArrayList<>();

    /**
     * @param waitingFeeds safe for use by several threads; the feed enters itself when it has something to deliver
     * @param announce called once for each time it enters, on the thread of the value
     */
    FxFeed(Consumer<List<T>> receiver, Set<FxFeed<?>> waitingFeeds, Runnable announce) {
        this.receiver = receiver;
        this.waitingFeeds = waitingFeeds;
        this.announce = announce;
    }

    @Override
    public void add(T value) {
        synchronized (waiting) {
            waiting.add(value);
        }
        if (waitingFeeds.add(this)) {
            announce.run();
        }
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
