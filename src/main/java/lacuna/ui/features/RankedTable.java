package lacuna.ui.features;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import lacuna.ui.features.SpanRanking.Ranked;
import lacuna.ui.widget.Words;

/** Features of a selected part of a text, strongest first; choosing one goes there. */
final class RankedTable {

    private final TableView<Ranked> table = new TableView<>();
    private boolean showing;

    RankedTable(FeatureNotes notes, Consumer<FeatureKey> goTo) {
        table.setId("try-ranking");
        table.setAccessibleText("Features ranked");
        table.getStyleClass().add("feature-table");
        table.setFixedCellSize(26);
        table.getColumns()
                .setAll(List.of(
                        column(
                                "Feature",
                                122,
                                "mono",
                                one -> "L" + one.key().hook().layer() + "  "
                                        + one.key().feature()),
                        column("Mean", 54, "numeric", one -> Numbers.activation(one.mean())),
                        column("Max", 56, "numeric", one -> Numbers.activation(one.max())),
                        column("On", 36, "numeric", one -> Integer.toString(one.tokens())),
                        column("% max", 56, "numeric", one -> String.format("%.0f", 100 * one.share())),
                        column("Label", 100, "label-cell", one -> notes.shownLabel(one.key()))));
        table.getColumns().forEach(column -> column.setSortable(false));
        Label none = Words.label("Read a text to see which features are on in it.");
        table.setPlaceholder(none);
        table.getSelectionModel().selectedItemProperty().subscribe(one -> {
            if (one != null && !showing) {
                goTo.accept(one.key());
            }
        });
    }

    TableView<Ranked> table() {
        return table;
    }

    void show(List<Ranked> ranked) {
        showing = true;
        table.getItems().setAll(ranked);
        if (!ranked.isEmpty()) {
            table.scrollTo(0);
        }
        showing = false;
    }

    void repaint() {
        table.refresh();
    }

    private static TableColumn<Ranked, Ranked> column(
            String title, double width, String style, Function<Ranked, String> text) {
        TableColumn<Ranked, Ranked> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.getStyleClass().add(style);
        column.setCellValueFactory(one -> new ReadOnlyObjectWrapper<>(one.getValue()));
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(Ranked one, boolean empty) {
                super.updateItem(one, empty);
                setText(empty || one == null ? "" : text.apply(one));
                if (!getStyleClass().contains(style)) {
                    getStyleClass().add(style);
                }
            }
        });
        return column;
    }
}
