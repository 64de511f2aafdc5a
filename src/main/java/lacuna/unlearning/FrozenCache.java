package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.tensor.Torch;

/**
 * Keeps what the frozen model said about a batch, least recently used first out: its weights do not change, so the pass need not be
 * repeated. Exact, because a batch is kept whole, with its padding.
 */
final class FrozenCache implements AutoCloseable {

    private final NDManager manager;
    private final long budgetBytes;
    private final Map<String, NDList> entries = new LinkedHashMap<>(16, .75f, true);
    private long usedBytes;

    FrozenCache(Torch torch, long budgetBytes) {
        this.manager = torch.manager().newSubManager();
        this.budgetBytes = budgetBytes;
    }

    /**
     * The arrays stay valid until the next call (which may evict them) or, if they are too large to keep, until the caller's innermost
     * scope closes.
     *
     * @param pass computed without recording gradients
     */
    NDList get(String key, Supplier<NDList> pass) {
        NDList known = entries.get(key);
        if (known != null) {
            return known;
        }
        try (Scope scope = Scope.open()) {
            NDList computed = Tape.paused(pass);
            long bytes = bytes(computed);
            if (bytes > budgetBytes) {
                computed.forEach(scope::keep);
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

    /** assumption: four bytes a value; half-precision states then take less than is reckoned. */
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
