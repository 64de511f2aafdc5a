package lacuna.ui.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import lacuna.project.AfterTraining;
import lacuna.project.RunQueue;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.ComputeThread;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.UnlearnPreset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person lines up several runs, changes their order, pauses, goes on; one fails. */
class TrainQueueFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private FakeTrainPort port;
    private AppContext context;
    private TrainController train;

    @BeforeEach
    void openWindow() throws Exception {
        port = new FakeTrainPort();
        CrispConfig sample = (CrispConfig) UnlearnPreset.all().get(0).config();
        for (int i = 1; i <= 3; i++) {
            port.stored.add(FakeTrainPort.run(
                    "2026-11-23_19" + i + "200-aligned",
                    "2026-11-23T19:" + i + "2:00Z",
                    RunState.FINISHED,
                    sample.withSeed(i),
                    100,
                    7 * i - 4));
        }
        port.stored.add(
                FakeTrainPort.run("2026-11-23_185000-code", "2026-11-23T18:50:00Z", RunState.FAILED, sample, 62, 12));
        port.stopAfter = 57;
        fx.run(() -> {
            context = AppContext.of(List.of(), fx.preferences(), fx.themes(), new ComputeThread(), new FakeDialogs());
            Clock clock = Clock.fixed(Instant.parse("2026-11-23T21:04:00Z"), ZoneOffset.UTC);
            train = new TrainController(fx.themes(), context.jobs(), clock, () -> {});
            new MainWindow(context).show(fx.stage(), () -> {});
            context.register(List.of(train));
            context.header().projectProperty().set("Ember Isles");
            context.header().projectDetailProperty().set("4.1 M parameters, 3 SAEs");
            context.header().engineProperty().set(HeaderModel.Engine.READY);
            context.header().engineTextProperty().set("CPU \u00b7 PyTorch 2.7.1");
            train.open(port);
        });
        fx.resizeTo(1280, 800);
        fx.await("runs are read", () -> train.model().runs().size() == 4);
    }

    @AfterEach
    void letJobsEnd() {
        fx.run(() -> {
            train.model().heldProperty().set(true);
            context.jobs().cancelAll();
            port.permits.release(100_000);
            context.jobs().closeThen(() -> {});
        });
    }

    private RunEntry run(String part) {
        return train.model().runs().stream()
                .filter(run -> run.name().contains(part))
                .findFirst()
                .orElseThrow();
    }

    private void enter(String query, String text) {
        TextField field = fx.find(query);
        fx.run(() -> field.setText(text));
    }

    /** A button that has just appeared may not be laid out yet on a busy machine: pressed as a key would. */
    private void press(String button) {
        fx.run(() -> fx.<Button>find(button).fire());
    }

    @Test
    void severalRunsAreLinedUpReorderedPausedAndWorkedThrough() throws Exception {
        enter("#train-vary-suppression", "1, x");
        assertThat(fx.<Label>find("#train-start-sentence").getText())
                .contains("Suppression \u03bb: 'x' cannot be read");
        assertThat(fx.<Button>find("#train-start").isDisabled()).isTrue();
        enter("#train-vary-suppression", "1, 5");
        enter("#train-vary-seed", "0, 1");
        enter("#train-check-every", "10");
        fx.run(() -> fx.<javafx.scene.control.CheckBox>find("#train-evaluate").setSelected(true));
        assertThat(fx.<Button>find("#train-start").getText()).isEqualTo("Queue 4 runs of 100 steps");
        fx.run(() -> fx.<ScrollPane>find("#train-form-scroll").setVvalue(1));
        fx.click("#train-start");
        fx.await("the first is at step 57", () -> run("-01-").done() == 57);
        assertThat(port.orders.get(0).after()).isEqualTo(AfterTraining.EVALUATE);
        assertThat(train.model().waiting()).hasSize(4);
        assertThat(run("-01-").state()).isEqualTo(RunState.RUNNING);
        assertThat(run("-02-").state()).isEqualTo(RunState.QUEUED);
        fx.await("checks have come", () -> run("-01-").checks().size() == 5);

        fx.run(() -> {
            run("193200").overlaidProperty().set(true);
            run("192200").overlaidProperty().set(true);
        });
        fx.picturesInBothThemes("train-queue");
        fx.resizeTo(1920, 1080);
        fx.picturesInBothThemes("train-queue-large");
        fx.resizeTo(1280, 800);
        fx.click("#run-tab-checks");
        fx.picture("train-checks");
        fx.click("#run-tab-runs");

        fx.run(() -> train.model().selectedProperty().set(run("-04-")));
        press("#queue-up");
        assertThat(train.model().waiting()).element(2).asString().contains("-04-");
        assertThat(fx.<Button>find("#queue-down").isDisabled()).isFalse();
        fx.run(() -> train.model().selectedProperty().set(run("-02-")));
        press("#run-cancel");
        assertThat(train.model().waiting()).hasSize(3);

        fx.run(() -> train.model().selectedProperty().set(run("-01-")));
        press("#run-pause");
        port.permits.release();
        fx.await("it is paused", () -> run("-01-").state() == RunState.PAUSED);
        assertThat(fx.<Label>find("#queue-words").getText()).isEqualTo("Queue paused, 3 runs in it");
        assertThat(port.queue().waiting())
                .extracting(RunQueue.Entry::name)
                .hasSize(3)
                .first()
                .asString()
                .contains("-01-");

        port.failing = name -> name.contains("-04-");
        port.failure = "Training stopped at step 1: the loss is not a number.";
        port.permits.release(100_000);
        press("#run-resume");
        fx.await("all are done", () -> train.model().waiting().isEmpty());
        assertThat(run("-01-").state()).isEqualTo(RunState.FINISHED);
        assertThat(run("-01-").steps()).hasSize(100);
        assertThat(run("-04-").state()).isEqualTo(RunState.FAILED);
        assertThat(run("-03-").state()).isEqualTo(RunState.FINISHED);
        assertThat(port.started)
                .extracting(name -> name.replaceAll(".*aligned-(\\d\\d).*", "$1"))
                .containsExactly("01", "01", "04", "03");
        fx.run(() -> train.model().selectedProperty().set(run("-04-")));
        assertThat(fx.<Label>find("#run-left").getText()).isEqualTo(port.failure);
        fx.picture("train-failed");
    }

    @Test
    void whatAnEarlierProcessLeftWaitsForAWord() throws Exception {
        fx.run(() -> {
            train.model().heldProperty().set(true);
        });
        enter("#train-vary-seed", "3, 4");
        fx.click("#train-start");
        fx.run(() -> train.open(port));
        fx.await("the queue is back", () -> train.model().waiting().size() == 2);
        fx.await("and listed", () -> train.model().runs().size() == 6);
        assertThat(train.model().heldProperty().get()).isTrue();
        assertThat(port.started).isEmpty();
        press("#queue-go-on");
        fx.await("the first one trains", () -> run("seed3").state() == RunState.RUNNING);
    }
}
