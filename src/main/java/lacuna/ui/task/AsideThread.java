package lacuna.ui.task;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import javafx.application.Platform;

/** The thread beside the engine's: small work of the window, one job after another. */
final class AsideThread {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "aside");
        created.setDaemon(true); // whoever wants its work done waits for closeThen
        return created;
    });

    /** On the JavaFX thread, as the handlers of what is returned. */
    <T> BackgroundJob<T> submit(String title, Job<T> job) {
        BackgroundJob<T> background = new BackgroundJob<>(title);
        try {
            thread.execute(() -> work(background, job));
        } catch (RejectedExecutionException closing) {
            background.cancel();
        }
        return background;
    }

    private static <T> void work(BackgroundJob<T> background, Job<T> job) {
        if (background.isCancelRequested()) {
            return;
        }
        ProgressState progress = new ProgressState(background::isCancelRequested, System::nanoTime);
        Runnable ending = JobRunner.run(background, job, progress);
        Platform.runLater(() -> {
            if (!background.state().isEnded()) { // cancelled meanwhile
                ending.run();
            }
        });
    }

    /** Takes no more, lets what it has taken come to its end, be it a file that is being written, and then calls back on its own thread. */
    void closeThen(Runnable closed) {
        thread.execute(closed);
        thread.shutdown();
    }
}
