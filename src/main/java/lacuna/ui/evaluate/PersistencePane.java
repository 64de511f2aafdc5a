package lacuna.ui.evaluate;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.persistence.ComparableChecks;
import lacuna.persistence.Persistence;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.EmptyState;
import lacuna.ui.widget.Words;

/** Left what to try, right what was tried and how much came back. */
final class PersistencePane extends HBox {

    private final Label verdict = Words.heading("");

    PersistencePane(EvaluateModel model, EvaluateController controller, ThemeManager themes) {
        getStyleClass().add("persistence");
        PersistenceTable table = new PersistenceTable(themes);
        VBox.setVgrow(table, Priority.ALWAYS);
        verdict.setId("persistence-verdict");
        HBox head = new HBox(verdict);
        head.setAlignment(Pos.CENTER_LEFT);
        Label limits = Words.caption(
                "A check that brings nothing back does not show that another would not. All three accuracies of a row are of the same"
                        + " target questions; checks of other questions are never counted together. The bar runs from unlearned to"
                        + " attacked.");
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
        model.persistence().subscribe(() -> {
            table.show(model.persistence());
            describe(model.persistence());
        });
    }

    private void describe(List<Persistence> checks) {
        verdict.setText(String.join(
                "\n",
                ComparableChecks.of(checks).stream().map(PersistencePane::words).toList()));
    }

    private static String words(ComparableChecks group) {
        int count = group.checks().size();
        String made = count + (count == 1 ? " check" : " checks") + " of "
                + group.basis().words();
        double most = group.mostRecovered();
        return Double.isNaN(most)
                ? made
                : "At most " + Figures.percent(most) + " % of what was unlearned came back in " + made;
    }
}
