package lacuna.ui.evaluate;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.persistence.Persistence;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.EmptyState;

/** Left what to try, right what was tried and how much came back. */
final class PersistencePane extends HBox {

    private final Label verdict = new Label();

    PersistencePane(EvaluateModel model, EvaluateController controller, ThemeManager themes) {
        getStyleClass().add("persistence");
        PersistenceTable table = new PersistenceTable(themes);
        table.itemsProperty().set(model.persistence());
        VBox.setVgrow(table, Priority.ALWAYS);
        verdict.getStyleClass().add("subheading");
        verdict.setId("persistence-verdict");
        HBox head = new HBox(verdict);
        head.setAlignment(Pos.CENTER_LEFT);
        Label limits = new Label(
                "A check that brings nothing back does not show that another would not. Accuracies are of the project\u2019s target"
                        + " questions; the bar runs from unlearned to attacked.");
        limits.getStyleClass().add("caption");
        limits.setWrapText(true);
        VBox results = new VBox(8, head, table, limits);
        results.getStyleClass().add("persistence-results");
        EmptyState none = new EmptyState(
                Icon.REFRESH,
                "Nothing has been tried yet",
                "Unlearning can be shallow: rounding the weights, a clever prefix or a few steps of training may bring it back."
                        + " Choose checks on the left and start them.");
        var empty = Bindings.isEmpty(model.persistence());
        none.visibleProperty().bind(empty);
        results.visibleProperty().bind(empty.not());
        StackPane right = new StackPane(results, none);
        HBox.setHgrow(right, Priority.ALWAYS);
        getChildren().addAll(new PersistenceForm(model, controller), right);
        model.persistence().subscribe(() -> describe(model.persistence()));
        describe(model.persistence());
    }

    private void describe(List<Persistence> checks) {
        double most = checks.stream()
                .mapToDouble(Persistence::recovered)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
        verdict.setText(
                Double.isNaN(most)
                        ? checks.size() + " checks"
                        : "At most " + Figures.percent(Math.max(0, most)) + " % of what was unlearned came back in "
                                + checks.size() + (checks.size() == 1 ? " check" : " checks"));
    }
}
