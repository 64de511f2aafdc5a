package lacuna.ui.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.prefs.Preferences;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** Which columns the user wants, and in which order: kept from one start to the next, whatever the project. */
final class ColumnMemory {

    private static final String KEY = "features.columns";
    /** Titles hold commas. */
    private static final String BETWEEN = "|";

    private final Preferences preferences;
    private final TableView<FeatureRow> table;
    private final FeatureColumns columns;

    private ColumnMemory(Preferences preferences, TableView<FeatureRow> table, FeatureColumns columns) {
        this.preferences = preferences;
        this.table = table;
        this.columns = columns;
    }

    /** Fills a table with its columns as they were left, and follows what becomes of them. */
    static void fill(TableView<FeatureRow> table, FeatureColumns columns, Preferences preferences) {
        ColumnMemory memory = new ColumnMemory(preferences, table, columns);
        memory.restore();
        table.getVisibleLeafColumns().addListener((Observable changed) -> memory.save());
    }

    private void restore() {
        Map<String, TableColumn<FeatureRow, FeatureRow>> byTitle =
                columns.leaves().stream().collect(Collectors.toMap(FeatureColumns::title, Function.identity()));
        List<TableColumn<FeatureRow, FeatureRow>> ordered = new ArrayList<>();
        String kept = preferences.get(KEY, "");
        for (String title : kept.split("\\" + BETWEEN)) {
            TableColumn<FeatureRow, FeatureRow> column = byTitle.remove(title);
            if (column != null) { // a title may be gone in another version
                column.setVisible(true);
                ordered.add(column);
            }
        }
        boolean first = ordered.isEmpty();
        for (TableColumn<FeatureRow, FeatureRow> column : columns.leaves()) {
            if (byTitle.containsKey(FeatureColumns.title(column))) {
                column.setVisible(first && columns.isShownFirst(column));
                ordered.add(Math.min(ordered.size(), columns.leaves().indexOf(column)), column);
            }
        }
        table.getColumns().setAll(ordered);
    }

    private void save() {
        String titles = table.getVisibleLeafColumns().stream()
                .map(FeatureColumns::title)
                .collect(Collectors.joining(BETWEEN));
        preferences.put(KEY, titles);
    }

    /** The titles kept, for tests. */
    static List<String> kept(Preferences preferences) {
        return Arrays.asList(preferences.get(KEY, "").split("\\" + BETWEEN));
    }
}
