package lacuna.ui.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import lacuna.selection.CrispMode;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.ComputeThread;
import lacuna.unlearning.ActivationMemory;
import lacuna.unlearning.Activations;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.ElmConfig;
import lacuna.unlearning.RmuConfig;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person sets up a run, watches it, stops it. */
class TrainFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private FakeTrainPort port;
    private AppContext context;
    private TrainController train;
    private boolean featuresShown;

    @BeforeEach
    void openWindow() throws Exception {
        port = new FakeTrainPort();
        UnlearnConfig sample = UnlearnPreset.all().get(0).config();
        port.stored.add(FakeTrainPort.run(
                "2026-11-23_191200-aligned", "2026-11-23T19:12:00Z", RunState.FINISHED, sample, 150, 4));
        port.stored.add(FakeTrainPort.run(
                "2026-11-23_184000-aligned", "2026-11-23T18:40:00Z", RunState.CANCELLED, sample, 62, 12));
        port.stopAfter = 57;
        fx.run(() -> {
            context = AppContext.of(
                    java.util.List.of(), fx.preferences(), fx.themes(), new ComputeThread(), new FakeDialogs());
            Clock clock = Clock.fixed(Instant.parse("2026-11-23T21:04:00Z"), ZoneOffset.UTC);
            train = new TrainController(fx.themes(), context.jobs(), clock, () -> featuresShown = true);
            new MainWindow(context).show(fx.stage(), () -> {});
            context.register(java.util.List.of(train));
            context.header().projectProperty().set("Ember Isles");
            context.header().projectDetailProperty().set("4.1 M parameters, 3 SAEs");
            context.header().engineProperty().set(HeaderModel.Engine.READY);
            context.header().engineTextProperty().set("CPU \u00b7 PyTorch 2.7.1");
            train.open(port);
        });
        fx.resizeTo(1280, 800);
        fx.await("runs are read", () -> train.model().runs().size() == 2);
    }

    @AfterEach
    void letJobsEnd() {
        fx.run(() -> {
            context.jobs().cancelAll();
            port.permits.release(1000);
            context.jobs().closeThen(() -> {});
        });
    }

    @Test
    void settingsAreCheckedStartedWatchedAndStopped() {
        fx.click("#train-show-features");
        assertThat(featuresShown).isTrue();
        fx.click("#train-mode-paper");
        assertThat(fx.<Label>find("#train-mode-sentence").getText()).startsWith("The paper");
        fx.click("#train-mode-aligned");
        enter("#train-learning-rate", "two");
        assertThat(fx.<Button>find("#train-start").isDisabled()).isTrue();
        assertThat(fx.<Label>find("#train-start-sentence").getText()).startsWith("Learning rate: Enter a number");
        enter("#train-learning-rate", "8e-4");
        assertThat(fx.<Label>find("#train-marks").getText()).isEqualTo("24 features marked in 3 layers");
        fx.click("#train-start");
        fx.await("57 steps are done", () -> selected().done() == 57);
        assertThat(port.prepared.get(0).learningRate()).isEqualTo(8e-4);
        assertThat(port.prepared.get(0).featureMode().orElseThrow()).isEqualTo(CrispMode.ALIGNED);
        assertThat(fx.<Label>find("#run-steps").getText()).isEqualTo("Step 57 of 100");
        assertThat(fx.<Label>find("#run-state").getText()).isEqualTo("Running");
        fx.run(() -> train.model().runs().get(1).overlaidProperty().set(true));
        fx.run(() -> fx.<ScrollPane>find("#train-form-scroll").setVvalue(0));
        fx.picturesInBothThemes("train");
        fx.resizeTo(1920, 1080);
        fx.picturesInBothThemes("train-large");
        fx.resizeTo(1280, 800);
        fx.click("#run-cancel");
        assertThat(fx.<Label>find("#run-left").getText()).isEqualTo("Stops after this step; a checkpoint is kept");
        port.permits.release();
        fx.await("it has stopped", () -> selected().state() == RunState.CANCELLED);
        assertThat(fx.isShown("#run-resume")).isTrue();
        fx.click("#run-tab-log");
        fx.picture("train-cancelled");
    }

    /** Every method has its own fields; what is asked for is what is run. */
    @Test
    void methodsHaveTheirOwnFieldsAndAreRunWithThem() {
        scroll(.62);
        enter("#train-memory-micro-batch", "2");
        fx.click("#train-memory-activations-recompute");
        assertThat(fx.<Label>find("#train-memory-activations-sentence").getText())
                .contains("1.4 times as long");
        fx.picturesInBothThemes("train-memory");
        scroll(0);
        fx.run(() -> choose("#train-method", "RMU"));
        assertThat(fx.isShown("#train-marks")).isFalse();
        assertThat(fx.isShown("#train-suppression")).isFalse();
        enter("#train-steering", "12.5");
        fx.picturesInBothThemes("train-rmu");
        fx.resizeTo(1920, 1080);
        fx.picturesInBothThemes("train-rmu-large");
        enter("#train-memory-micro-batch", "2");
        fx.run(() -> choose("#train-method", "ELM"));
        assertThat(fx.isShown("#train-memory-activations-recompute")).isTrue();
        assertThat(fx.isShown("#train-memory-micro-batch")).isFalse();
        enter("#train-concepts", "");
        assertThat(fx.<Label>find("#train-start-sentence").getText()).startsWith("Concepts: write at least one");
        enter("#train-concepts", "dragons; their names");
        fx.run(() ->
                fx.<ToggleButton>find("#train-memory-activations-recompute").fire());
        fx.picturesInBothThemes("train-elm-large");
        fx.click("#train-start");
        fx.run(() -> choose("#train-method", "CRISP"));
        fx.run(() -> choose("#train-method", "RMU"));
        enter("#train-steering", "12.5");
        fx.click("#train-start");
        fx.await("both are lined up", () -> port.prepared.size() == 2);
        assertThat(port.prepared.get(0)).isInstanceOfSatisfying(ElmConfig.class, elm -> {
            assertThat(elm.concepts()).containsExactly("dragons", "their names");
            assertThat(elm.memory().activations()).isEqualTo(Activations.RECOMPUTE);
        });
        assertThat(port.prepared.get(1)).isInstanceOfSatisfying(RmuConfig.class, rmu -> {
            assertThat(rmu.steering()).isEqualTo(12.5);
            assertThat(rmu.layer()).isLessThan(6);
        });
    }

    @Test
    void whatTrainsNothingSaysSo() {
        enter("#train-check-every", "5");
        assertThat(fx.isShown("#train-no-training")).isFalse();
        fx.run(() -> choose("#train-method", "Clamp"));
        assertThat(fx.isShown("#train-check-every")).isFalse();
        assertThat(fx.isShown("#train-keep-best")).isFalse();
        assertThat(fx.isShown("#train-evaluate")).isTrue();
        assertThat(fx.<Label>find("#train-no-training").getText()).startsWith("This method trains nothing");
        assertThat(train.model().extrasProperty().get().schedule()).isEqualTo(RunSchedule.NONE);
        assertThat(fx.isShown("#train-marks")).isTrue();
        enter("#train-value", "-3");
        assertThat(fx.<Button>find("#train-start").getText()).isEqualTo("Start Negative clamp");
        assertThat(fx.<Label>find("#train-start-sentence").getText())
                .isEqualTo("Sets 24 features in the running model; nothing is trained.");
        fx.picturesInBothThemes("train-clamp");
        scroll(1);
        fx.picturesInBothThemes("train-clamp-extras");
        fx.run(() -> choose("#train-method", "CRISP"));
        assertThat(fx.isShown("#train-check-every")).isTrue();
        assertThat(train.model().extrasProperty().get().schedule().checkEvery()).isEqualTo(5);
    }

    @Test
    void cutPassesAreAskedForAndRecorded() {
        enter("#train-memory-micro-batch", "2");
        fx.run(() ->
                fx.<ToggleButton>find("#train-memory-activations-recompute").fire());
        fx.click("#train-start");
        fx.await("it is lined up", () -> port.prepared.size() == 1);
        assertThat(((CrispConfig) port.prepared.get(0)).memory())
                .isEqualTo(new ActivationMemory(2, Activations.RECOMPUTE));
    }

    @SuppressWarnings("unchecked")
    private void choose(String query, String title) {
        ComboBox<Object> box = fx.find(query);
        box.getItems().stream()
                .filter(item -> box.getConverter().toString(item).equals(title))
                .findFirst()
                .ifPresent(box::setValue);
    }

    private void scroll(double to) {
        fx.run(() -> fx.<ScrollPane>find("#train-form-scroll").setVvalue(to));
    }

    private RunEntry selected() {
        return train.model().selectedProperty().get();
    }

    private void enter(String query, String text) {
        TextInputControl field = fx.find(query);
        fx.run(() -> {
            field.requestFocus();
            field.selectAll();
        });
        if (text.isEmpty()) {
            fx.press(KeyCode.BACK_SPACE);
        }
        fx.type(text);
        if (field instanceof TextField) {
            fx.press(KeyCode.TAB);
        }
    }
}
