package lacuna.ui.evaluate;

import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** A few figures with names before them, in columns of one width. */
final class FigureGrid extends GridPane {

    /** A cell with less weight: an interval, a unit. */
    record Small(String text) {}

    /** @param widths of the columns after the names */
    FigureGrid(double... widths) {
        getStyleClass().add("asked-grid");
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        getColumnConstraints().add(name);
        for (double width : widths) {
            ColumnConstraints column = new ColumnConstraints(width);
            column.setHalignment(HPos.RIGHT);
            getColumnConstraints().add(column);
        }
    }

    void clear() {
        getChildren().clear();
    }

    /** Titles of columns; one that is {@code span} columns wide stands over them. */
    void head(int span, String... titles) {
        int row = getRowCount();
        int column = 1;
        for (String title : titles) {
            Label label = label(title, "caption");
            add(label, column, row, span, 1);
            setHalignment(label, HPos.RIGHT);
            column += span;
        }
    }

    /**
     * @param meaning tells what it is when the pointer rests on it; may be empty
     * @param cells texts, or {@link Small}
     */
    void row(String name, String meaning, Object... cells) {
        int row = getRowCount();
        Label title = label(name);
        title.setMinWidth(0); // it gives way before a figure does
        if (!meaning.isEmpty()) {
            title.setTooltip(new Tooltip(meaning));
        }
        add(title, 0, row);
        for (int i = 0; i < cells.length; i++) {
            Label cell = cells[i] instanceof Small small
                    ? label(small.text(), "numeric", "interval")
                    : label(String.valueOf(cells[i]), "numeric");
            add(cell, i + 1, row);
        }
    }

    /** A title between rows. */
    void section(String title) {
        Label label = label(title, "grid-section");
        add(label, 0, getRowCount(), GridPane.REMAINING, 1);
    }

    private static Label label(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }
}
