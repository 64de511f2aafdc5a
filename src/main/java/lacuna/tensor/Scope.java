package lacuna.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Everything computed inside is freed at its end, whoever owns it; what shall live longer is handed to the scope outside by
 * {@link #keep}. The garbage collector never sees native memory in time, so every pass over a model runs in a scope.
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *     NDArray hidden = ...;
 *     return scope.keep(hidden);
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {

    private static final ThreadLocal<Deque<Scope>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

    private final NDScope arrays = new NDScope();
    private final List<NDArray> kept = new ArrayList<>();

    private Scope() {}

    public static Scope open() {
        Scope scope = new Scope();
        OPEN.get().push(scope);
        return scope;
    }

    /** Lets the array outlive this scope: it then belongs to the enclosing one, or to its manager if there is none. */
    public NDArray keep(NDArray array) {
        NDScope.unregister(array);
        kept.add(array);
        return array;
    }

    @Override
    public void close() {
        Deque<Scope> open = OPEN.get();
        if (open.peek() != this) {
            throw new IllegalStateException("scopes must be closed in the reverse order of their opening");
        }
        open.pop();
        arrays.close();
        if (!open.isEmpty()) {
            kept.forEach(NDScope::register);
        }
    }
}
