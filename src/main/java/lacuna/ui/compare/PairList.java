package lacuna.ui.compare;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import javafx.util.Subscription;
import lacuna.ui.session.RunChoice;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** The chosen prompts, one beneath the other, under the heads of the columns; only those in sight are built. */
final class PairList extends VBox {

    private static final double SIDE = 20;
    private static final double INDENT = 16;

    private static final List<SeriesColor> RUNS = List.of(SeriesColor.RUN_1, SeriesColor.RUN_2, SeriesColor.RUN_3);

    private final CompareModel model;
    private final CompareController controller;
    private final ThemeManager themes;
    private final ObservableList<PairEntry> rows = FXCollections.observableArrayList();
    private final ListView<PairEntry> list = new ListView<>(rows);
    private final GridPane heads = new GridPane();
    private Subscription choices = Subscription.EMPTY;

    PairList(CompareModel model, CompareController controller, ThemeManager themes) {
        this.model = model;
        this.controller = controller;
        this.themes = themes;
        getStyleClass().add("pair-list");
        heads.getStyleClass().addAll("pair-heads", "pair-columns");
        list.setId("compare-prompts");
        list.setAccessibleText("Prompts with their continuations");
        list.setCellFactory(ignored -> new Cell());
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(heads, list);
        pad(0);
        model.pairs().addListener((ListChangeListener<PairEntry>) change -> watchChoices());
        model.blindProperty().subscribe(now -> showHeads());
        model.shown().addListener((ListChangeListener<RunChoice>) change -> {
            showHeads();
            list.refresh();
        });
        watchChoices();
    }

    /** What a column is called. */
    static String name(String run) {
        return run.equals(CompareModel.UNTOUCHED) ? "Untouched model" : run;
    }

    /** What it is called while it is hidden which is which. */
    static String letter(int column) {
        return String.valueOf((char) ('A' + column));
    }

    /** As many columns of the same width. */
    static void equalColumns(GridPane grid, int count) {
        if (grid.getColumnConstraints().size() != count) {
            grid.getColumnConstraints().clear();
            for (int i = 0; i < count; i++) {
                ColumnConstraints column = new ColumnConstraints();
                column.setPercentWidth(100.0 / count);
                grid.getColumnConstraints().add(column);
            }
        }
    }

    /** The heads keep in line with the texts, whether there is a scroll bar or not. */
    private void pad(double bar) {
        heads.setPadding(new Insets(8, SIDE + bar, 8, SIDE + INDENT));
    }

    private void watchChoices() {
        choices.unsubscribe();
        choices = Subscription.EMPTY;
        for (PairEntry pair : model.pairs()) {
            choices = choices.and(pair.chosenProperty().subscribe((before, now) -> showRows()));
        }
        showRows();
    }

    private void showRows() {
        rows.setAll(model.pairs().stream()
                .filter(pair -> pair.chosenProperty().get())
                .toList());
    }

    private void showHeads() {
        boolean blind = model.blindProperty().get() != null;
        List<String> columns = model.columns();
        equalColumns(heads, columns.size());
        heads.getChildren().clear();
        for (int i = 0; i < columns.size(); i++) {
            HBox head = head(blind ? letter(i) : name(columns.get(i)), color(i, columns.size()), blind);
            heads.add(head, i, 0);
            head.getChildren().get(head.getChildren().size() - 1).setId("compare-head-" + i);
        }
    }

    private static SeriesColor color(int column, int columns) {
        return column == 0 ? SeriesColor.BEFORE : columns == 2 ? SeriesColor.AFTER : RUNS.get(column - 1);
    }

    private HBox head(String text, SeriesColor color, boolean blind) {
        Label label = Words.heading(text);
        label.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        label.setTooltip(new Tooltip(text));
        HBox head = new HBox(8);
        if (!blind) {
            Circle dot = new Circle(4);
            themes.follow(dot, theme -> dot.setFill(color.on(theme)));
            head.getChildren().add(dot);
        }
        head.getChildren().add(label);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setMinWidth(0);
        return head;
    }

    /** As high as its texts are at the width there is. */
    private final class Cell extends ListCell<PairEntry> {

        private final PairCard card = new PairCard(model, controller);

        Cell() {
            widthProperty().subscribe(width -> {
                if (width.doubleValue() > 0) {
                    pad(list.getWidth() - width.doubleValue());
                }
            });
            card.needsLayoutProperty().subscribe(now -> {
                if (now) {
                    requestLayout();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable PairEntry pair, boolean empty) {
            super.updateItem(pair, empty);
            card.show(empty ? null : pair);
            setGraphic(empty || pair == null ? null : card);
        }

        @Override
        protected double computePrefWidth(double height) {
            return 0; // never wider than the list
        }

        @Override
        protected double computePrefHeight(double width) {
            double room = width > 0 ? width : getWidth() > 0 ? getWidth() : list.getWidth();
            return getGraphic() == null ? 0 : card.prefHeight(room);
        }
    }

    /** Brings a prompt into view. */
    void reveal(PairEntry pair) {
        list.scrollTo(pair);
    }
}
