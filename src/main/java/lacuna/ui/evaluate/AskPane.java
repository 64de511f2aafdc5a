package lacuna.ui.evaluate;

import javafx.beans.binding.Bindings;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.EmptyState;

/** Left which questions and how, right what was asked of the chosen run, the last first. */
final class AskPane extends HBox {

    AskPane(EvaluateModel model, EvaluateController controller) {
        VBox cards = new VBox();
        cards.getStyleClass().add("asked-cards");
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        EmptyState none = new EmptyState(
                Icon.HELP,
                "No other questions yet",
                "Ask the project\u2019s questions by letter, or a set of your own (WMDP, MMLU, .json, .jsonl, .csv), of the untouched"
                        + " model and of this run. Results stay with the run; protocols are never mixed.");
        var empty = Bindings.isEmpty(model.asked());
        none.visibleProperty().bind(empty);
        scroll.visibleProperty().bind(empty.not());
        StackPane right = new StackPane(scroll, none);
        HBox.setHgrow(right, Priority.ALWAYS);
        getChildren().addAll(new AskForm(model, controller), right);
        model.asked()
                .subscribe(() -> cards.getChildren()
                        .setAll(model.asked().stream().map(AskedCard::new).toList()));
    }
}
