package lacuna.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows of a batch, dealt out to threads that compute side by side. Within one operation, PyTorch's threads wait for each other at its
 * end, so that each operation takes as long as the slower core, and one core idles wherever an operation is too small to be shared. Lanes
 * meet once a pass.
 *
 * <p>The thread that owns the engine deals out, and waits until all lanes are done, whatever becomes of one: what holds for the compute
 * thread ({@link Torch}) holds for it and its lanes together. Lanes record no gradients, and draw no random numbers, whose order would be
 * anybody's guess. An array that several lanes pass to {@link Kernels} must stand in the same place of the argument list in all of them.
 */
public final class Lanes {

    /** n threads within one operation do the work of n to this power; measured: two that of 1.7. */
    private static final double SHARED = 0.8;

    /** The rows of one lane. */
    public record Rows(int first, int end) {
        /** These rows of an array, along its first axis: a view. */
        public NDArray of(NDArray array) {
            return array.get("{}:{}", first, end);
        }
    }

    private final List<Rows> rows;
    private final int threads;
    private final IntFunction<ExecutorService> workers;

    private Lanes(List<Rows> rows, int threads, IntFunction<ExecutorService> workers) {
        this.rows = rows;
        this.threads = threads;
        this.workers = workers;
    }

    /**
     * As many lanes as get the rows done soonest, by the rows of the fullest lane and the threads it has; the more lanes the better where
     * that leaves a choice.
     *
     * @param threads to share out
     * @param workers by how many threads an operation of a lane may take
     */
    static Lanes of(int rows, int threads, IntFunction<ExecutorService> workers) {
        int best = 1;
        for (int count = 2; count <= Math.min(rows, threads); count++) {
            if (time(rows, threads, count) <= time(rows, threads, best)) {
                best = count;
            }
        }
        int count = best;
        List<Rows> parts = IntStream.range(0, count)
                .mapToObj(lane -> new Rows(lane * rows / count, (lane + 1) * rows / count))
                .toList();
        return new Lanes(parts, threads / count, workers);
    }

    private static double time(int rows, int threads, int count) {
        int fullest = (rows + count - 1) / count;
        return fullest / Math.pow(threads / count, SHARED);
    }

    /** The rows of each lane, in order. */
    public List<Rows> rows() {
        return rows;
    }

    public int count() {
        return rows.size();
    }

    /**
     * Runs a task for each lane; with one lane on the calling thread, else on threads of their own, each in a scope.
     *
     * @param made the arrays in a task's result; they belong to the caller's innermost scope afterwards
     * @return results by lane
     * @throws RuntimeException what the first task that failed threw; all have ended then
     */
    public <T> List<T> run(IntFunction<T> task, Function<T, Stream<NDArray>> made) {
        if (count() == 1) {
            return List.of(Tape.paused(() -> task.apply(0)));
        }
        int own = JniUtils.getNumThreads();
        ExecutorService executor = workers.apply(threads);
        List<CompletableFuture<T>> running = IntStream.range(0, count())
                .mapToObj(lane -> CompletableFuture.supplyAsync(() -> inScope(task, lane, made), executor))
                .toList();
        try {
            return results(running, made);
        } finally {
            JniUtils.setNumThreads(own); // also what threads take that the engine meets for the first time
        }
    }

    private static <T> T inScope(IntFunction<T> task, int lane, Function<T, Stream<NDArray>> made) {
        try (Scope scope = Scope.open()) {
            T result = task.apply(lane);
            made.apply(result).forEach(scope::keep);
            return result;
        }
    }

    private static <T> List<T> results(List<CompletableFuture<T>> running, Function<T, Stream<NDArray>> made) {
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        for (CompletableFuture<T> lane : running) {
            try {
                T result = lane.join();
                made.apply(result).forEach(NDScope::register);
                results.add(result);
            } catch (CompletionException e) {
                failure = failure == null ? e.getCause() : failure;
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return results;
    }
}
