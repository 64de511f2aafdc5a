package lacuna.ui.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import lacuna.ui.FxTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person measures a run and looks at the questions. */
class EvaluateFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private final EvaluateWindow window = new EvaluateWindow(fx);
    private EvaluateModel model;

    @BeforeEach
    void openWindow() {
        model = window.open();
        fx.await("runs are read", () -> model.runProperty().get() != null);
    }

    @AfterEach
    void letJobsEnd() {
        window.close();
    }

    @Test
    void aRunIsMeasuredAndItsQuestionsLookedAt() {
        window.port.batches.drainPermits();
        fx.click("#evaluate-start");
        fx.await(
                "it measures",
                () -> fx.<Label>find("#evaluate-activity").getText().startsWith("Before"));
        fx.picture("evaluate-running");
        window.port.batches.release(10);
        fx.await("it is measured", () -> model.resultProperty().get() != null);
        assertThat(fx.<Label>find("#evaluate-protocol").getText()).contains("continuation likelihood");
        fx.picturesInBothThemes("evaluate");
        int changed = fx.<TableView<?>>find("#evaluate-questions").getItems().size();
        assertThat(changed).isBetween(1, 243);
        fx.click("#evaluate-changed");
        assertThat(fx.<TableView<?>>find("#evaluate-questions").getItems()).hasSize(244);
        assertThat(fx.isShown("General accuracy"))
                .as("the project names no general questions")
                .isFalse();
        assertThat(fx.isShown("#evaluate-set-general")).isFalse();
    }

    @Test
    void whatTheTableCutsStandsBeneathItInFull() {
        window.port.longAnswers = true;
        fx.click("#evaluate-start");
        fx.await("it is measured", () -> model.resultProperty().get() != null);
        TableView<QuestionRow> table = fx.find("#evaluate-questions");
        QuestionRow first = table.getItems().get(0);
        assertThat(fx.<Label>find("#evaluate-question-text").getText()).isEqualTo(first.question());
        fx.run(table::requestFocus);
        fx.press(KeyCode.DOWN);
        QuestionRow second = table.getItems().get(1);
        assertThat(fx.<Label>find("#evaluate-after").getText()).isEqualTo(second.after());
        window.pictures("evaluate-long");
        Label after = fx.find("#evaluate-after");
        assertThat(fx.call(() -> after.getHeight() + 1 >= after.prefHeight(after.getWidth())))
                .as("none of it is cut")
                .isTrue();
    }

    @Test
    void generalQuestionsStandBesideTheOthersWhereTheProjectNamesSome() {
        window.port.general = true;
        fx.click("#evaluate-start");
        fx.await("it is measured", () -> model.resultProperty().get() != null);
        assertThat(fx.isShown("General accuracy")).isTrue();
        fx.click("#evaluate-set-general");
        fx.click("#evaluate-changed");
        assertThat(fx.<TableView<QuestionRow>>find("#evaluate-questions").getItems())
                .hasSize(122)
                .allMatch(row -> row.set().equals("general"));
        window.pictures("evaluate-general");
    }
}
