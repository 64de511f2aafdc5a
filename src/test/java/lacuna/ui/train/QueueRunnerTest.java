package lacuna.ui.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import lacuna.project.AfterTraining;
import lacuna.project.RunQueue;
import lacuna.ui.FxTest;
import lacuna.ui.task.ComputeThread;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The queue when it is stopped: by its own buttons, by the list of jobs, by another project, by the end of the window. */
class QueueRunnerTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(200, 100);

    private final AtomicBoolean closed = new AtomicBoolean();
    private FakeTrainPort port;
    private ComputeThread jobs;
    private TrainController train;

    @BeforeEach
    void open() throws Exception {
        port = new FakeTrainPort();
        port.stopAfter = 57;
        fx.run(() -> {
            jobs = new ComputeThread();
            Clock clock = Clock.fixed(Instant.parse("2026-11-23T21:04:00Z"), ZoneOffset.UTC);
            train = new TrainController(fx.themes(), jobs, clock, () -> {});
            train.open(port);
        });
        fx.await("runs are read", () -> !jobs.isBusy());
    }

    @AfterEach
    void letJobsEnd() {
        fx.run(() -> {
            train.model().heldProperty().set(true);
            jobs.cancelAll();
            port.permits.release(100_000);
            jobs.closeThen(() -> {});
        });
    }

    private void lineUp(int runs) {
        List<JsonNode> seeds = IntStream.range(0, runs)
                .<JsonNode>mapToObj(JsonNodeFactory.instance::numberNode)
                .toList();
        UnlearnConfig config = UnlearnPreset.all().get(0).config();
        fx.run(() -> train.queue()
                .lineUp(new RunOrder(config, RunSchedule.NONE, AfterTraining.STOP, Map.of("seed", seeds))));
    }

    private RunEntry run(int number) {
        return train.model().runs().stream()
                .filter(run -> run.name().contains("-0" + number + "-"))
                .findFirst()
                .orElseThrow();
    }

    private void trainsUpTo57(int number) {
        fx.await(
                "it is at step 57",
                () -> run(number).done() == 57 && run(number).state() == RunState.RUNNING);
    }

    private List<String> kept() throws Exception {
        return port.queue().waiting().stream()
                .map(RunQueue.Entry::name)
                .map(name -> name.replaceAll(".*aligned-(\\d\\d).*", "$1"))
                .toList();
    }

    /** As the window does it. */
    private void closeWindow() {
        fx.run(() -> {
            jobs.cancelAll();
            train.close();
            jobs.closeThen(() -> closed.set(true));
        });
    }

    @Test
    void theEndOfTheWindowTakesNothingOutOfTheQueue() throws Exception {
        lineUp(3);
        trainsUpTo57(1);
        closeWindow();
        port.permits.release(1000);
        fx.await("all has ended", closed::get);
        assertThat(kept()).containsExactly("01", "02", "03");
        assertThat(port.started).hasSize(1);
    }

    @Test
    void theEndOfTheWindowStartsNoRunThatWaitedForOtherWork() throws Exception {
        Semaphore other = new Semaphore(0);
        fx.run(() -> jobs.submit("Evaluate", progress -> {
            other.acquireUninterruptibly();
            return true;
        }));
        fx.await("it is at work", () -> jobs.running().get() != null);
        lineUp(2);
        closeWindow();
        other.release();
        port.permits.release(1000);
        fx.await("all has ended", closed::get);
        assertThat(port.started).isEmpty();
        assertThat(kept()).containsExactly("01", "02");
    }

    @Test
    void whoCancelsAllJobsDoesNotStartTheNextRun() throws Exception {
        lineUp(2);
        trainsUpTo57(1);
        fx.run(jobs::cancelAll);
        port.permits.release();
        fx.await("it stands still", () -> run(1).state() == RunState.PAUSED && !jobs.isBusy());
        assertThat(train.model().heldProperty().get()).isTrue();
        assertThat(kept()).containsExactly("01", "02");
        assertThat(port.started).hasSize(1);
        port.permits.release(1000);
        fx.run(() -> train.queue().release());
        fx.await("both are done", () -> run(2).state() == RunState.FINISHED);
        assertThat(run(1).steps()).hasSize(run(1).planned());
    }

    @Test
    void goingOnBeforeAPauseTakesEffectLosesNoRun() throws Exception {
        lineUp(2);
        trainsUpTo57(1);
        fx.run(() -> {
            train.queue().pause();
            train.queue().release();
        });
        port.permits.release(1000);
        fx.await("both are done", () -> run(2).state() == RunState.FINISHED);
        assertThat(run(1).state()).isEqualTo(RunState.FINISHED);
        assertThat(run(1).steps()).hasSize(run(1).planned());
        assertThat(kept()).isEmpty();
    }

    @Test
    void aRunThatWasCancelledOnceCanBePausedLater() throws Exception {
        lineUp(1);
        trainsUpTo57(1);
        fx.run(() -> train.queue().cancel());
        port.permits.release();
        fx.await("it is cancelled", () -> run(1).state() == RunState.CANCELLED && !jobs.isBusy());
        assertThat(kept()).isEmpty();
        fx.run(() -> {
            port.stored.add(FakeTrainPort.run(
                    run(1).name(), "2026-11-23T21:04:00Z", RunState.CANCELLED, run(1).config(), 57, 3));
            train.queue().resume();
        });
        fx.await("it is at work again", () -> run(1).state() == RunState.RUNNING);
        fx.run(() -> train.queue().pause());
        port.permits.release();
        fx.await("it stands still", () -> !jobs.isBusy());
        assertThat(run(1).state()).isEqualTo(RunState.PAUSED);
        assertThat(kept()).containsExactly("01");
    }

    @Test
    void aQueueThatWasPausedAndEmptiedStartsTheNextRun() {
        lineUp(1);
        trainsUpTo57(1);
        fx.run(() -> train.queue().pause());
        port.permits.release();
        fx.await("it stands still", () -> run(1).state() == RunState.PAUSED && !jobs.isBusy());
        fx.run(() -> train.queue().cancel());
        assertThat(run(1).state()).isEqualTo(RunState.CANCELLED);
        fx.run(() -> train.start());
        fx.await("the next one is at work", () -> train.model().runs().get(0).state() == RunState.RUNNING);
    }

    /** The opening waits behind the first run; the second has been handed to the engine when the project is there. */
    @Test
    void aProjectOpenedAgainRunsNoRunTwice() throws Exception {
        lineUp(2);
        trainsUpTo57(1);
        fx.run(() -> jobs.submit("Open", progress -> true).onSuccess(done -> train.open(port)));
        port.permits.release(run(1).planned() - 57);
        fx.await(
                "the second one stands still",
                () -> train.model().heldProperty().get()
                        && train.model().waiting().size() == 1);
        port.permits.release(1000);
        fx.run(() -> train.queue().release());
        fx.await("it is done", () -> train.model().waiting().isEmpty() && !jobs.isBusy());
        assertThat(kept()).isEmpty();
        assertThat(run(2).state()).isEqualTo(RunState.FINISHED);
        assertThat(run(2).done()).isEqualTo(run(2).planned());
    }

    /** The folder knows of the checkpoint only once it is read, after the failure has been told. */
    @Test
    void aFailedRunOffersItsCheckpointAtOnce() {
        fx.show(themes -> (javafx.scene.Parent) train.view());
        port.failure = "Training stopped at step 1: the loss is not a number.";
        lineUp(1);
        RunEntry failing = run(1);
        port.stored.add(
                FakeTrainPort.run(failing.name(), "2026-11-23T21:04:00Z", RunState.FAILED, failing.config(), 57, 3));
        fx.await("it has failed and its folder is read", () -> failing.isResumable() && !jobs.isBusy());
        assertThat(fx.isShown("#run-resume")).isTrue();
    }
}
