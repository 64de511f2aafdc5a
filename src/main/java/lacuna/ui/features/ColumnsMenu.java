package lacuna.ui.features;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.ui.widget.Words;

/** Which columns there are; it stays open while several are chosen. */
final class ColumnsMenu {

    private ColumnsMenu() {}

    static Button of(FeatureColumns columns) {
        Button button = new Button("Columns");
        button.setId("columns-menu");
        button.setMinWidth(Region.USE_PREF_SIZE);
        Popovers.under(button, choices(columns));
        return button;
    }

    private static Node choices(FeatureColumns columns) {
        VBox both = group("Feature", columns.named());
        VBox target = group("Target", List.of());
        VBox benign = group("Benign", List.of());
        for (Statistic statistic : Statistic.values()) {
            VBox group = statistic.style().startsWith("target")
                    ? target
                    : statistic.style().startsWith("benign") ? benign : both;
            group.getChildren().add(box(columns.of(statistic)));
        }
        Button first = new Button("As at first");
        first.setId("columns-first");
        first.getStyleClass().addAll("flat", "small");
        first.setOnAction(event -> columns.leaves().forEach(column -> column.setVisible(columns.isShownFirst(column))));
        VBox all = new VBox(new HBox(both, target, benign), first);
        all.getStyleClass().add("columns-choice");
        all.getChildren().get(0).getStyleClass().add("columns-groups");
        return all;
    }

    private static VBox group(String title, List<TableColumn<FeatureRow, FeatureRow>> columns) {
        Label heading = Words.label(title);
        VBox group = new VBox(heading);
        group.getStyleClass().add("columns-group");
        columns.forEach(column -> group.getChildren().add(box(column)));
        return group;
    }

    private static CheckBox box(TableColumn<FeatureRow, FeatureRow> column) {
        CheckBox box = new CheckBox(FeatureColumns.title(column));
        box.selectedProperty().bindBidirectional(column.visibleProperty());
        return box;
    }
}
