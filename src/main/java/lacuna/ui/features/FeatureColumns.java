package lacuna.ui.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import lacuna.model.HookPoint;

/**
 * The columns of the table. A column's value is the row itself and its comparator reads one field, so that sorting 131,072 rows
 * neither formats nor boxes; the text is made for the cells in sight only.
 */
final class FeatureColumns {

    /** Whether a column is there before the user chooses. */
    private enum Initially {
        SHOWN,
        HIDDEN
    }

    private static final double HOOK = 106;
    private static final double DIGIT = 8;

    private final FeatureNotes notes;
    private final MarkColumn mark;
    private final List<TableColumn<FeatureRow, ?>> top = new ArrayList<>();
    private final List<TableColumn<FeatureRow, FeatureRow>> leaves = new ArrayList<>();
    private final TableColumn<FeatureRow, FeatureRow> score;
    private final TableColumn<FeatureRow, FeatureRow> label;
    private final TableColumn<FeatureRow, FeatureRow> hook;
    private final LiveCells labels = new LiveCells();

    FeatureColumns(FeatureNotes notes) {
        this.notes = notes;
        mark = new MarkColumn(notes);
        top.add(mark.column());
        leaves.add(mark.column());
        hook = buildHook();
        top.add(hook);
        top.add(feature());
        score = number(
                "CRISP, pp",
                "CRISP score in percentage points: target rate less benign rate, for features whose ratio \u03c1 is at"
                        + " least 3. An en dash: CRISP would not take it.",
                84,
                FeatureRow::score,
                row -> Numbers.score(row.score()),
                Initially.SHOWN);
        top.add(score);
        TableColumn<FeatureRow, FeatureRow> ratio = number(
                "Ratio \u03c1",
                "Activation ratio: target sum over benign sum plus 1, each per token of its corpus.",
                62,
                FeatureRow::ratio,
                row -> Numbers.ratio(row.ratio()),
                Initially.SHOWN);
        TableColumn<FeatureRow, FeatureRow> difference = number(
                "\u0394 rate, pp",
                "Target rate less benign rate, percentage points.",
                74,
                FeatureRow::rateDifference,
                row -> Numbers.points(row.rateDifference()),
                Initially.HIDDEN);
        TableColumn<FeatureRow, FeatureRow> rateRatio = number(
                "Rate ratio",
                "Target rate over benign rate.",
                76,
                row -> row.rateRatio().value(),
                row -> Numbers.ratio(row.rateRatio().value()),
                Initially.HIDDEN);
        TableColumn<FeatureRow, FeatureRow> atLeast = number(
                "Ratio, low",
                "Lower end of the 95 % interval of the rate ratio: what the data vouch for.",
                76,
                row -> row.rateRatio().interval().low(),
                row -> Numbers.ratio(row.rateRatio().interval().low()),
                Initially.HIDDEN);
        top.addAll(List.of(ratio, difference, rateRatio, atLeast));
        top.addAll(corpus("Target", FeatureRow::target));
        top.addAll(corpus("Benign", FeatureRow::benign));
        label = buildLabel();
        top.add(label);
    }

    List<TableColumn<FeatureRow, ?>> top() {
        return top;
    }

    /** Those that hold cells, for choosing. */
    List<TableColumn<FeatureRow, FeatureRow>> leaves() {
        return leaves;
    }

    /** What the table is sorted by at first. */
    TableColumn<FeatureRow, FeatureRow> score() {
        return score;
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
                column("Hook point", "Where in the residual stream the dictionary reads.", HOOK, Initially.SHOWN);
        column.setComparator(Comparator.comparing(FeatureRow::hook));
        column.setCellFactory(ignored -> new TextCell(row -> row.hook().toString(), "mono"));
        return column;
    }

    private TableColumn<FeatureRow, FeatureRow> feature() {
        return number(
                "Feature",
                "Number of the feature in its dictionary.",
                62,
                FeatureRow::feature,
                row -> Integer.toString(row.feature()),
                Initially.SHOWN);
    }

    private TableColumn<FeatureRow, FeatureRow> buildLabel() {
        TableColumn<FeatureRow, FeatureRow> column = column("Label", "In your words.", 150, Initially.SHOWN);
        column.setComparator(Comparator.comparing(row -> notes.of(row.key()).label(), String.CASE_INSENSITIVE_ORDER));
        column.setCellFactory(ignored ->
                labels.register(new TextCell(row -> notes.of(row.key()).label(), "label-cell")));
        return column;
    }

    private List<TableColumn<FeatureRow, FeatureRow>> corpus(String title, Function<FeatureRow, CorpusActivity> of) {
        String lower = title.toLowerCase(Locale.ROOT);
        List<TableColumn<FeatureRow, FeatureRow>> columns = List.of(
                number(
                        title + ", %",
                        "Share of the " + lower + " tokens at which the feature is on.",
                        74,
                        row -> of.apply(row).rate(),
                        row -> Numbers.percent(of.apply(row).rate()),
                        Initially.SHOWN),
                number(
                        title + " mean",
                        "Mean activation over the " + lower + " tokens at which it is on.",
                        96,
                        row -> of.apply(row).mean(),
                        row -> Numbers.activation(of.apply(row).mean()),
                        Initially.HIDDEN),
                number(
                        title + " max",
                        "Strongest activation on the " + lower + " corpus.",
                        90,
                        row -> of.apply(row).max(),
                        row -> Numbers.activation(of.apply(row).max()),
                        Initially.HIDDEN),
                number(
                        title + " sum",
                        "Sum of the activations on the " + lower + " corpus.",
                        92,
                        row -> of.apply(row).sum(),
                        row -> Numbers.sum(of.apply(row).sum()),
                        Initially.HIDDEN),
                number(
                        title + " count",
                        "Number of " + lower + " tokens at which it is on.",
                        98,
                        row -> of.apply(row).count(),
                        row -> Numbers.count(of.apply(row).count()),
                        Initially.HIDDEN));
        columns.forEach(column -> column.getGraphic().getStyleClass().add(lower + "-text"));
        return columns;
    }

    private TableColumn<FeatureRow, FeatureRow> number(
            String title,
            String help,
            double width,
            ToDoubleFunction<FeatureRow> value,
            Function<FeatureRow, String> text,
            Initially initially) {
        TableColumn<FeatureRow, FeatureRow> column = column(title, help, width, initially);
        column.getStyleClass().add("numeric");
        column.setComparator(Comparator.comparingDouble(value));
        column.setSortType(TableColumn.SortType.DESCENDING);
        column.setCellFactory(ignored -> new TextCell(text, "numeric"));
        return column;
    }

    private TableColumn<FeatureRow, FeatureRow> column(String title, String help, double width, Initially initially) {
        TableColumn<FeatureRow, FeatureRow> column = new TableColumn<>();
        heading(column, title, help);
        column.setPrefWidth(width);
        column.setVisible(initially == Initially.SHOWN);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        leaves.add(column);
        return column;
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
