package lacuna.ui.report;

import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.EmptyState;

/** Left the runs and how to write, in the middle what the report will say, right the verdict and what can be taken out. */
final class ReportView extends StackPane {

    ReportView(ReportModel model, ReportController controller) {
        getStylesheets()
                .add(Objects.requireNonNull(ReportView.class.getResource("report.css"))
                        .toExternalForm());
        ReportPreview preview = new ReportPreview(model, controller);
        HBox.setHgrow(preview, Priority.ALWAYS);
        HBox page = new HBox(new ReportRuns(model, controller), preview, new ReportActions(model, controller));
        page.getStyleClass().add("report-page");
        EmptyState noProject = new EmptyState(
                Icon.REPORT, "No project is open", "Reports are made of a project\u2019s runs. Open one in Project.");
        EmptyState noRun = new EmptyState(
                Icon.REPORT,
                "No finished run",
                "A report says what a run removed, what that cost and whether it comes back, as one page for a reviewer.",
                "Train one",
                controller::toTrain);
        var none = Bindings.isEmpty(model.runs());
        page.visibleProperty().bind(model.openProperty().and(none.not()));
        noRun.visibleProperty().bind(model.openProperty().and(none));
        noProject.visibleProperty().bind(model.openProperty().not());
        getChildren().addAll(page, noRun, noProject);
    }
}
