package lacuna.ui.train;

import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.EmptyState;

/** Left the settings of the next run, right the run that is watched and the list of all. */
final class TrainView extends StackPane {

    TrainView(TrainModel model, TrainController controller, ThemeManager themes) {
        getStylesheets()
                .add(Objects.requireNonNull(TrainView.class.getResource("train.css"))
                        .toExternalForm());
        getStyleClass().add("train");
        EmptyState noProject = new EmptyState(
                Icon.TRAIN,
                "No project is open",
                "Training starts from a project with features marked for suppression. Open one in Project.");
        BorderPane page = new BorderPane();
        page.setLeft(settings(model, controller));
        page.setCenter(right(model, controller, themes));
        var open = model.choicesProperty().isNotNull();
        page.visibleProperty().bind(open);
        noProject.visibleProperty().bind(open.not());
        getChildren().addAll(page, noProject);
    }

    private static Node settings(TrainModel model, TrainController controller) {
        VBox settings = new VBox(new SettingsForm(model, controller), new ExtrasForm(model));
        ScrollPane form = new ScrollPane(settings);
        form.setFitToWidth(true);
        form.setId("train-form-scroll");
        form.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(form, Priority.ALWAYS);
        VBox side = new VBox(form, new StartBar(model, controller));
        side.getStyleClass().add("train-side");
        return side;
    }

    private static Node right(TrainModel model, TrainController controller, ThemeManager themes) {
        RunCharts charts = new RunCharts(model, themes);
        VBox.setVgrow(charts, Priority.ALWAYS);
        VBox run = new VBox(
                new RunHeader(model, controller), new RunCards(model), charts, new RunDrawer(model, controller));
        run.getStyleClass().add("train-run");
        EmptyState none = new EmptyState(
                Icon.CHART,
                "No run yet",
                "A run trains a LoRA adapter that pushes the marked features down on the target texts and holds everything"
                        + " else still. Its curves will grow here; the window stays free meanwhile.");
        var empty = Bindings.isEmpty(model.runs());
        run.visibleProperty().bind(empty.not());
        none.visibleProperty().bind(empty);
        return new StackPane(run, none);
    }
}
