package lacuna.ui.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import lacuna.ui.FxTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person looks at all runs at once and picks the one to read on about. */
class ComparisonFlowTest {

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
    void runsStandBesideEachOtherAndTheUntouchedModel() {
        fx.click("#evaluate-section-comparison");
        fx.await("runs are compared", () -> model.comparisonProperty().get() != null);
        TableView<ComparedRun> table = fx.find("#comparison-table");
        assertThat(table.getItems()).hasSize(6);
        assertThat(table.getSelectionModel().getSelectedItem().name()).isEqualTo(FakeEvaluatePort.RUN.name());
        assertThat(fx.<Label>find("#comparison-left-out").getText())
                .isEqualTo("1 run has not been measured: crisp-later. The run old was asked other questions.");
        assertThat(table.getColumns().get(5).isVisible())
                .as("no general questions")
                .isFalse();
        window.pictures("evaluate-comparison");

        fx.run(() -> table.getSortOrder().add(table.getColumns().get(3)));
        assertThat(table.getItems().get(0).isUntouched()).as("stays first").isTrue();
        assertThat(table.getItems().get(1).name()).isEqualTo("elm");
        fx.run(() -> table.getSelectionModel().select(0));
        assertThat(fx.isShown("#detail-overview"))
                .as("of the untouched model there is nothing to open")
                .isFalse();
        fx.run(() -> table.getSelectionModel().select(1));
        fx.click("#detail-overview");
        assertThat(model.sectionProperty().get()).isEqualTo(Section.OVERVIEW);
    }

    @Test
    void generalQuestionsHaveAColumnAndGoIntoTheScore() {
        window.port.general = true;
        fx.click("#evaluate-section-comparison");
        fx.await("runs are compared", () -> model.comparisonProperty().get() != null);
        TableView<ComparedRun> table = fx.find("#comparison-table");
        assertThat(table.getColumns())
                .filteredOn(column -> column.isVisible() && column.getGraphic() instanceof Label)
                .extracting(column -> ((Label) column.getGraphic()).getText())
                .contains("General, %");
        assertThat(fx.isShown(
                        "Harmonic mean of 100 \u2212 U, R, M. U: target accuracy; R: benign accuracy; M: accuracy on"
                                + " general questions."))
                .isTrue();
        window.pictures("evaluate-comparison-general");
    }

    @Test
    void withoutMeasuredRunsItSaysWhatToDo() {
        fx.run(() -> {
            window.port.runs.clear();
            model.runs().clear();
            model.runProperty().set(null);
        });
        assertThat(fx.isShown("No finished run")).isTrue();
    }
}
