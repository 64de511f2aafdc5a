package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lacuna.tensor.Torch;

/**
 * Keeps what the frozen model said about a batch, least recently used first out: its weights do not change, so the pass need not be
 * repeated. Exact, because a batch is kept whole, with its padding. The arrays stay on the device of the model, where they are computed and
 * read, so that they count in {@link TrainingMemory}.
 */
final class FrozenCache implements AutoCloseable {

    /** What an objective lets it take, in bytes. */
    static final long BUDGET_BYTES = 512L << 20;

    private final NDManager manager;
    private final long budgetBytes;
    private final Map<String, NDList> entries = new LinkedHashMap<>(16, .75f, true);
    private long usedBytes;

    FrozenCache(Torch torch, long budgetBytes) {
        this.manager = torch.manager().newSubManager();
        this.budgetBytes = budgetBytes;
    }

    /** The arrays stay valid until the next {@link #keep}, which may evict them. */
    Optional<NDList> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Takes the arrays over, unless they are too large to keep; then they stay with the innermost scope. */
    NDList keep(String key, NDList computed) {
        long bytes = bytes(computed);
        if (bytes > budgetBytes) {
            return computed;
        }
        evictFor(bytes);
        for (NDArray array : computed) {
            array.attach(manager);
            NDScope.unregister(array);
        }
        entries.put(key, computed);
        usedBytes += bytes;
        return computed;
    }

    private void evictFor(long bytes) {
        Iterator<NDList> oldest = entries.values().iterator();
        while (usedBytes + bytes > budgetBytes && oldest.hasNext()) {
            NDList evicted = oldest.next();
            usedBytes -= bytes(evicted);
            oldest.remove();
            evicted.close();
        }
    }

    private static long bytes(NDList arrays) {
        return arrays.stream().mapToLong(array -> 4 * array.size()).sum();
    }

    int size() {
        return entries.size();
    }

    @Override
    public void close() {
        entries.clear();
        manager.close();
    }
}
