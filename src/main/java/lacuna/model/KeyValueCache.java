package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys and values of the positions a generation has behind it, per block [batch, keyValueHeads, pos, headWidth]. The arrays leave the
 * scope of the pass that made them and are freed when replaced or on {@link #close()}.
 */
public final class KeyValueCache implements AutoCloseable {

    private final Map<Integer, List<NDArray>> blocks = new HashMap<>();
    private int length;

    /** Positions held. */
    public int length() {
        return length;
    }

    List<NDArray> of(int block) {
        return blocks.getOrDefault(block, List.of());
    }

    void put(int block, NDArray keys, NDArray values) {
        NDScope.unregister(keys, values);
        List<NDArray> before = blocks.put(block, List.of(keys, values));
        if (before != null) {
            before.forEach(NDArray::close);
        }
    }

    void advance(int positions) {
        length += positions;
    }

    @Override
    public void close() {
        blocks.values().forEach(pair -> pair.forEach(NDArray::close));
        blocks.clear();
        length = 0;
    }
}
