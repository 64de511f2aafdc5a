package lacuna.ui.features;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import lacuna.model.HookPoint;

/**
 * The columns of the table. A column's value is the row itself; what it is sorted by is an array of numbers, so that sorting a million
 * rows neither formats nor boxes, and the text is made for the cells in sight only.
 */
final class FeatureColumns {

    private static final double HOOK = 106;
    private static final double DIGIT = 8;

    private final FeatureNotes notes;
    private final MarkColumn mark;
    private final List<TableColumn<FeatureRow, FeatureRow>> all = new ArrayList<>();
    private final Map<TableColumn<FeatureRow, ?>, SortKeys> keys = new IdentityHashMap<>();
    private final Map<Statistic, TableColumn<FeatureRow, FeatureRow>> numbers = new EnumMap<>(Statistic.class);
    private final TableColumn<FeatureRow, FeatureRow> label;
    private final TableColumn<FeatureRow, FeatureRow> hook;
    private final TableColumn<FeatureRow, FeatureRow> feature;
    private final LiveCells labels = new LiveCells();

    FeatureColumns(FeatureNotes notes) {
        this.notes = notes;
        mark = new MarkColumn(notes);
        add(mark.column(), SortKeys.byMark());
        hook = buildHook();
        feature = buildFeature();
        for (Statistic statistic : Statistic.values()) {
            number(statistic);
        }
        label = buildLabel();
    }

    /** All columns, in the order they stand in at first. */
    List<TableColumn<FeatureRow, FeatureRow>> leaves() {
        return all;
    }

    /** What a column is sorted by. */
    SortKeys keys(TableColumn<FeatureRow, ?> column) {
        return Objects.requireNonNull(keys.get(column));
    }

    /** The column of a statistic. */
    TableColumn<FeatureRow, FeatureRow> of(Statistic statistic) {
        return Objects.requireNonNull(numbers.get(statistic));
    }

    /** What the table is sorted by at first. */
    TableColumn<FeatureRow, FeatureRow> score() {
        return of(Statistic.SCORE);
    }

    /** Columns that have no statistic: what names a feature and what the user thinks of it. */
    List<TableColumn<FeatureRow, FeatureRow>> named() {
        return List.of(mark.column(), hook, feature, label);
    }

    /** What a cell of the column holds, for a file or the clipboard: numbers in full and with a point. */
    String plain(TableColumn<FeatureRow, ?> column, FeatureRow row) {
        if (column == mark.column()) {
            return notes.mark(row.key()).title();
        }
        if (column == hook) {
            return row.hook().toString();
        }
        if (column == feature) {
            return Integer.toString(row.feature());
        }
        if (column == label) {
            return notes.shownLabel(row.key());
        }
        for (Map.Entry<Statistic, TableColumn<FeatureRow, FeatureRow>> number : numbers.entrySet()) {
            if (number.getValue() == column) {
                return plain(number.getKey().of(row) * number.getKey().scale());
            }
        }
        throw new IllegalArgumentException("no column of this table");
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString((float) value);
    }

    /** Which columns there are before the user chooses. */
    boolean isShownFirst(TableColumn<FeatureRow, FeatureRow> column) {
        for (Map.Entry<Statistic, TableColumn<FeatureRow, FeatureRow>> number : numbers.entrySet()) {
            if (number.getValue() == column) {
                return number.getKey().isShownFirst();
            }
        }
        return true;
    }

    /** Makes room for the names of these hook points. */
    void fit(List<HookPoint> hooks) {
        boolean twoDigits = hooks.stream().anyMatch(point -> point.layer() >= 10);
        hook.setPrefWidth(twoDigits ? HOOK + DIGIT : HOOK);
    }

    TableColumn<FeatureRow, FeatureRow> label() {
        return label;
    }

    /** Paints the marks and labels in sight anew. */
    void notesChanged() {
        mark.repaint();
        labels.repaint();
    }

    private TableColumn<FeatureRow, FeatureRow> buildHook() {
        TableColumn<FeatureRow, FeatureRow> column =
                column("Hook point", "Where in the residual stream the dictionary reads.", HOOK);
        column.setCellFactory(ignored -> new TextCell(row -> row.hook().toString(), "mono"));
        return add(column, SortKeys.byHook());
    }

    private TableColumn<FeatureRow, FeatureRow> buildFeature() {
        TableColumn<FeatureRow, FeatureRow> column = column("Feature", "Number of the feature in its dictionary.", 62);
        column.getStyleClass().add("numeric");
        column.setCellFactory(ignored -> new TextCell(row -> Integer.toString(row.feature()), "numeric"));
        return add(column, SortKeys.byFeature());
    }

    private TableColumn<FeatureRow, FeatureRow> buildLabel() {
        TableColumn<FeatureRow, FeatureRow> column =
                column("Label", "In your words; where you have none, the first imported one.", 150);
        column.setCellFactory(
                ignored -> labels.register(new TextCell(row -> notes.shownLabel(row.key()), "label-cell")));
        return add(column, SortKeys.byLabel());
    }

    private void number(Statistic statistic) {
        TableColumn<FeatureRow, FeatureRow> column = column(statistic.title(), statistic.help(), statistic.width());
        column.getStyleClass().add("numeric");
        column.setSortType(TableColumn.SortType.DESCENDING);
        column.setVisible(statistic.isShownFirst());
        column.setCellFactory(ignored -> new TextCell(row -> statistic.text(statistic.of(row)), "numeric"));
        if (!statistic.style().isEmpty()) {
            column.getGraphic().getStyleClass().add(statistic.style());
        }
        numbers.put(statistic, add(column, SortKeys.of(statistic)));
    }

    private TableColumn<FeatureRow, FeatureRow> add(TableColumn<FeatureRow, FeatureRow> column, SortKeys by) {
        all.add(column);
        keys.put(column, by);
        return column;
    }

    private static TableColumn<FeatureRow, FeatureRow> column(String title, String help, double width) {
        TableColumn<FeatureRow, FeatureRow> column = new TableColumn<>();
        heading(column, title, help);
        column.setPrefWidth(width);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        return column;
    }

    static String title(TableColumn<FeatureRow, ?> column) {
        return String.valueOf(column.getUserData());
    }

    static boolean isNumeric(TableColumn<FeatureRow, ?> column) {
        return column.getStyleClass().contains("numeric");
    }

    /** The title as a label, for the sake of its tooltip; the column keeps it as its user data for the menu. */
    static void heading(TableColumn<FeatureRow, ?> column, String title, String help) {
        Label label = new Label(title);
        label.setMinWidth(Region.USE_PREF_SIZE);
        Tooltip tooltip = new Tooltip(help);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(320);
        label.setTooltip(tooltip);
        column.setGraphic(label);
        column.setUserData(title);
    }

    /** A cell that shows a text made from its row. */
    static final class TextCell extends TableCell<FeatureRow, FeatureRow> implements LiveCells.Cell {

        private final Function<FeatureRow, String> text;

        TextCell(Function<FeatureRow, String> text, String style) {
            this.text = text;
            getStyleClass().add(style);
        }

        @Override
        protected void updateItem(FeatureRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? "" : text.apply(row));
        }

        @Override
        public void repaint() {
            FeatureRow row = getItem();
            setText(isEmpty() || row == null ? "" : text.apply(row));
        }
    }
}
