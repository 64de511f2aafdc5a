package lacuna.ui.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parts of the place that the flows pass by. */
class TrainPartsTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1180, 700);

    private FakeTrainPort port;
    private TrainController train;

    @BeforeEach
    void show() throws IOException {
        port = new FakeTrainPort();
    }

    private void open() {
        fx.show(themes -> {
            train = new TrainController(themes, new InlineJobs(), Clock.systemUTC(), () -> {});
            train.open(port);
            return (Parent) train.view();
        });
    }

    private static UnlearnConfig config(String method) {
        return UnlearnPreset.all().stream()
                .map(UnlearnPreset::config)
                .filter(config -> config.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private String text(String query) {
        return fx.<Label>find(query).getText();
    }

    /** The settings are those that the form read last, so that nothing would change but the wrong entry. */
    @Test
    void usingTheSettingsOfARunPutsAWrongEntryRight() {
        open();
        UnlearnConfig before = train.model().settingsProperty().get();
        fx.run(() -> fx.<TextField>find("#train-learning-rate").setText("fast"));
        assertThat(text("#train-start-sentence")).startsWith("Learning rate: Enter a number");
        fx.run(() -> train.use(before));
        assertThat(fx.<TextField>find("#train-learning-rate").getText()).isNotEqualTo("fast");
        assertThat(train.model().planProperty().get().possible()).isTrue();
        assertThat(train.model().settingsProperty().get()).isEqualTo(before);
    }

    @Test
    void theFormKnowsTheBlocksOfTheProjectThatIsOpenNow() {
        open();
        port.blocks = 8;
        fx.run(() -> train.open(port));
        fx.run(() -> fx.<TextField>find("#train-lora-blocks-last").setText("7"));
        assertThat(train.model().problemProperty().get()).isEmpty();
        port.blocks = 6;
        fx.run(() -> train.open(port));
        fx.run(() -> fx.<TextField>find("#train-lora-blocks-last").setText("7"));
        assertThat(train.model().problemProperty().get()).contains("blocks 0 to 5");
    }

    @Test
    void runsBegunInTheSameMinuteAreDrawnBesideEachOther() {
        UnlearnConfig sample = config("crisp");
        for (String second : List.of("00", "30")) {
            port.stored.add(FakeTrainPort.run(
                    "2026-11-23_1912" + second + "-aligned-seed0",
                    "2026-11-23T19:12:" + second + "Z",
                    RunState.FINISHED,
                    sample,
                    50,
                    3));
        }
        open();
        fx.run(() -> train.model().runs().get(1).overlaidProperty().set(true));
        assertThat(fx.isShown("2026-11-23_191200-aligned-seed0")).isTrue();
        assertThat(fx.isShown("2026-11-23_191230-aligned-seed0")).isTrue();
    }

    @Test
    void theCardsAreAboutTheLossesOfTheMethod() {
        UnlearnConfig rmu = config("rmu");
        List<TrainingStep> steps = List.of(
                new TrainingStep(
                        1, Map.of("unlearn", 2.0, "retain", 0.1), 2.1, 1, 0.1, java.util.OptionalDouble.empty()),
                new TrainingStep(
                        2, Map.of("unlearn", 1.0, "retain", 0.2), 1.2, 1, 0.1, java.util.OptionalDouble.empty()));
        port.stored.add(new TrainRun(
                "rmu",
                java.time.Instant.parse("2026-11-23T19:12:00Z"),
                RunState.FINISHED,
                rmu,
                0,
                2,
                steps,
                false,
                "",
                RunMetrics.NONE,
                List.of()));
        open();
        assertThat(fx.isShown("Unlearn loss")).isTrue();
        assertThat(fx.isShown("\u221250 % since step 1")).isTrue();
        assertThat(fx.isShown("Coherence loss")).as("RMU has none").isFalse();
        assertThat(fx.isShown("Suppressed activity")).isFalse();
        assertThat(fx.isShown("not a number")).isFalse();
    }

    @Test
    void spaceTicksTheRunInFocus() {
        port.stored.add(FakeTrainPort.run("a", "2026-11-22T20:00:00Z", RunState.FINISHED, config("crisp"), 10, 3));
        open();
        fx.run(() -> {
            TableView<?> table = fx.find("#run-table");
            table.requestFocus();
            table.getFocusModel().focus(0);
        });
        fx.press(KeyCode.SPACE);
        assertThat(train.model().runs().get(0).overlaidProperty().get()).isTrue();
    }

    @Test
    void whyARunFailedIsReadInFull() {
        port.stored.add(FakeTrainPort.run("code", "2026-11-23T18:50:00Z", RunState.FAILED, config("crisp"), 62, 12));
        open();
        Label left = fx.find("#run-left");
        assertThat(left.getText()).contains("checkpoint of step 50 is kept");
        assertThat(fx.call(() -> left.getHeight() + 1 >= left.prefHeight(left.getWidth())))
                .isTrue();
        fx.picture("train-why");
    }

    private static List<Double> numbers(String text) {
        return Vary.LEARNING_RATE.values(text).stream().map(JsonNode::asDouble).toList();
    }

    @Test
    void listsOfNumbersAreReadInTheirUsualForms() {
        assertThat(numbers("1e-4, 1e-3")).containsExactly(1e-4, 1e-3);
        assertThat(numbers(" 0.5 ;1.5; ")).containsExactly(0.5, 1.5);
        assertThat(numbers("0,5; 1,5")).as("decimal commas").containsExactly(0.5, 1.5);
        assertThat(numbers("  ")).isEmpty();
        assertThatThrownBy(() -> numbers("NaN")).hasMessageContaining("too small or too large");
        assertThatThrownBy(() -> numbers("1, 1")).hasMessageContaining("twice");
        assertThatThrownBy(() -> numbers("1 2")).hasMessageContaining("'1 2' cannot be read");
    }
}
