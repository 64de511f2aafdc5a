package lacuna.ui.task;

import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job and says how it ended, as something the JavaFX thread can apply. Logs a failure here and nowhere else. */
final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private JobRunner() {}

    static <T> Runnable run(BackgroundJob<T> background, Job<T> job, ProgressState progress) {
        try {
            T result = job.run(progress);
            return () -> background.succeed(result);
        } catch (Cancelled e) {
            return background::cancelled;
        } catch (LacunaException e) {
            LOG.warn("{} failed", background.title(), e);
            return () -> background.fail(e, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed unexpectedly", background.title(), e);
            return () -> background.fail(
                    e,
                    background.title() + " failed unexpectedly (" + e.getClass().getSimpleName()
                            + "). See the details.");
        }
    }
}
