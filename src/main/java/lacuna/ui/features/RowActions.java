package lacuna.ui.features;

import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableView;
import lacuna.ui.widget.ClipboardText;

/** What can be done with the rows chosen: mark them, copy them. */
final class RowActions {

    private final TableView<FeatureRow> table;
    private final FeatureColumns columns;
    private final FeaturesActions actions;

    RowActions(TableView<FeatureRow> table, FeatureColumns columns, FeaturesActions actions) {
        this.table = table;
        this.columns = columns;
        this.actions = actions;
    }

    ContextMenu menu() {
        ContextMenu menu = new ContextMenu();
        for (Mark mark : Mark.values()) {
            MenuItem item = new MenuItem(mark.title());
            item.setOnAction(event -> actions.marking().mark(mark, chosen()));
            menu.getItems().add(item);
        }
        // decision: keys are named and not set as accelerators, for the table itself answers them
        MenuItem copy = new MenuItem("Copy rows (Ctrl+C)");
        copy.setOnAction(event -> copy());
        MenuItem all = new MenuItem("Select all shown (Ctrl+A)");
        all.setOnAction(event -> table.getSelectionModel().selectAll());
        menu.getItems().addAll(new SeparatorMenuItem(), copy, all);
        return menu;
    }

    List<FeatureRow> chosen() {
        return List.copyOf(table.getSelectionModel().getSelectedItems());
    }

    void copy() {
        ClipboardText.copy(tsv(chosen()));
    }

    /** The columns shown, with their titles, tabs between and no tab within: what a spreadsheet takes. */
    String tsv(List<FeatureRow> rows) {
        var shown = table.getVisibleLeafColumns();
        String head = shown.stream().map(FeatureColumns::title).collect(Collectors.joining("\t"));
        return rows.stream()
                .map(row -> shown.stream()
                        .map(column -> columns.plain(column, row).replaceAll("[\\t\\r\\n]+", " "))
                        .collect(Collectors.joining("\t")))
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }
}
