package lacuna.ui.compare;

import java.util.Objects;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.EmptyState;

/** Left the prompts, right the models' continuations of those that are ticked. */
final class CompareView extends StackPane {

    CompareView(CompareModel model, CompareController controller, ThemeManager themes) {
        getStylesheets()
                .add(Objects.requireNonNull(CompareView.class.getResource("compare.css"))
                        .toExternalForm());
        PairList pairs = new PairList(model, controller, themes);
        VBox.setVgrow(pairs, Priority.ALWAYS);
        BorderPane page = new BorderPane(new VBox(new GenerationBar(model, controller), pairs));
        page.setLeft(new PromptPicker(model, controller, pairs::reveal));
        EmptyState noProject = new EmptyState(
                Icon.COMPARE,
                "No project is open",
                "Here the same prompts are continued by the model as it was and as a run has left it. Open a project in"
                        + " Project.");
        page.visibleProperty().bind(model.openProperty());
        noProject.visibleProperty().bind(model.openProperty().not());
        getChildren().addAll(page, noProject);
    }
}
