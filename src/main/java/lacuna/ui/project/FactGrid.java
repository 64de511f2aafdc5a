package lacuna.ui.project;

import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A small table that never scrolls: facts with heads, or names with values. */
final class FactGrid extends GridPane {

    /** A column's head, side and width. */
    record Column(String title, HPos side, Priority grow) {}

    private int rows;

    private FactGrid() {
        getStyleClass().add("fact-grid");
    }

    static Column text(String title) {
        return new Column(title, HPos.LEFT, Priority.NEVER);
    }

    static Column number(String title) {
        return new Column(title, HPos.RIGHT, Priority.NEVER);
    }

    /** Takes the width that is left. */
    static Column rest(String title) {
        return new Column(title, HPos.LEFT, Priority.ALWAYS);
    }

    static FactGrid of(Column... columns) {
        FactGrid grid = new FactGrid();
        Node[] heads = new Node[columns.length];
        for (int i = 0; i < columns.length; i++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setHalignment(columns[i].side());
            constraints.setHgrow(columns[i].grow());
            if (columns[i].grow() != Priority.ALWAYS) {
                constraints.setMinWidth(Region.USE_PREF_SIZE);
            }
            grid.getColumnConstraints().add(constraints);
            Label head = new Label(columns[i].title());
            head.getStyleClass().add("fact-head");
            heads[i] = head;
        }
        grid.row(heads);
        return grid;
    }

    /** Names on the left, values on the right of them. */
    static FactGrid pairs() {
        FactGrid grid = new FactGrid();
        grid.getStyleClass().add("fact-pairs");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(96);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        return grid;
    }

    static Label value(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("numeric");
        return label;
    }

    void row(Node... cells) {
        addRow(rows++, cells);
    }

    /** Returns the label of the value. */
    Label pair(String name, String value) {
        Label label = new Label(value);
        row(name(name), label);
        return label;
    }

    void pair(String name, Node value) {
        row(name(name), value);
    }

    private static Label name(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        return label;
    }
}
