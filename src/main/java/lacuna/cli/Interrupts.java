package lacuna.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl+C as a request: the running stage is asked to stop, and the process waits until it has written its checkpoint. The virtual
 * machine then ends with 130 by itself.
 */
final class Interrupts {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);

    /** Never asks to stop: for tests. */
    static Interrupts none() {
        return new Interrupts();
    }

    /** Listens for the end of the process. */
    static Interrupts install() {
        Interrupts interrupts = new Interrupts();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupts::stop, "lacuna-stop"));
        return interrupts;
    }

    /** Asks the running command to stop, as Ctrl+C does. */
    void request() {
        requested.set(true);
    }

    boolean isRequested() {
        return requested.get();
    }

    /** The command has ended; nothing is left to wait for. */
    void finished() {
        finished.countDown();
    }

    private void stop() {
        if (finished.getCount() == 0) {
            return;
        }
        request();
        try {
            // decision: bounded, so that a step that never returns cannot keep the process alive for ever
            finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
