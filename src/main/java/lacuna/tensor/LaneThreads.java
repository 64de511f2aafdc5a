package lacuna.tensor;

import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of {@link Lanes}, by how many threads an operation on one of them may take; those that idle for a minute end. */
final class LaneThreads implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<Integer, ExecutorService> workers = new ConcurrentHashMap<>();

    ExecutorService of(int threadsOfAnOperation) {
        return workers.computeIfAbsent(
                threadsOfAnOperation, threads -> Executors.newCachedThreadPool(work -> thread(threads, work)));
    }

    private static Thread thread(int threads, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    JniUtils.setNumThreads(threads); // PyTorch keeps both settings by thread
                    JniUtils.setGradMode(false);
                    work.run();
                },
                "lacuna-lane-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        workers.values().forEach(ExecutorService::shutdown);
    }
}
