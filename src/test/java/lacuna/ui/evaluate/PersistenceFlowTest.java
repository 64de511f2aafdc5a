package lacuna.ui.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import lacuna.ui.FxTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person tries whether what was unlearned comes back. */
class PersistenceFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private final EvaluateWindow window = new EvaluateWindow(fx);
    private EvaluateModel model;

    @BeforeEach
    void openWindow() {
        model = window.open();
        fx.await("runs are read", () -> model.runProperty().get() != null);
        fx.click("#evaluate-section-persistence");
    }

    @AfterEach
    void letJobsEnd() {
        window.close();
    }

    @Test
    void checksAreChosenMadeAndRead() {
        assertThat(fx.isShown("Nothing has been tried yet")).isTrue();
        fx.picturesInBothThemes("evaluate-persistence-empty");
        window.dialogs.answer(Path.of("prefixes.txt"));
        fx.click("#attack-prefixes");
        fx.click("#attack-lora");
        Button start = fx.find("#attack-start");
        assertThat(start.getText()).isEqualTo("Start 5 checks");
        fx.click("#attack-start");
        fx.await(
                "all are made",
                () -> model.persistence().size() == 5 && model.jobProperty().get() == null);
        assertThat(fx.<Label>find("#persistence-verdict").getText())
                .startsWith("At most 9")
                .endsWith("in 5 checks of 122 questions of target.json");
        window.pictures("evaluate-persistence");
    }

    @Test
    void aCancelKeepsWhatWasMade() {
        window.port.batches.drainPermits();
        fx.click("#attack-start");
        fx.await("the first is at work", () -> fx.isShown("#evaluate-cancel"));
        window.port.batches.release(1);
        fx.await("it is made", () -> model.persistence().size() == 1);
        fx.click("#evaluate-cancel");
        fx.await(
                "it is asked to stop", () -> fx.<Button>find("#evaluate-cancel").isDisabled());
        window.port.batches.release(1);
        fx.await("it stopped", () -> model.jobProperty().get() == null);
        assertThat(model.persistence()).hasSize(1);
    }

    @Test
    void aWrongEntryIsNamedWhereItKeepsFromStarting() {
        TextField rate = fx.find("#attack-lora-rate");
        fx.run(() -> rate.setText("-1"));
        assertThat(fx.<Button>find("#attack-start").isDisabled())
                .as("it is not wanted")
                .isFalse();
        fx.click("#attack-lora");
        assertThat(fx.<Button>find("#attack-start").isDisabled()).isTrue();
        assertThat(fx.<Label>find("#attack-sentence").getText()).startsWith("Train a small LoRA, rate: Between");
    }

    @Test
    void withoutAChoiceThereIsNothingToStart() {
        fx.click("#attack-int8");
        fx.click("#attack-int4");
        fx.click("#attack-nf4");
        assertThat(fx.<Button>find("#attack-start").isDisabled()).isTrue();
    }
}
