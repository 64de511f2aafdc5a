package lacuna.ui.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.ui.widget.Capital;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** Every question with the answer before and after; at first only those whose answer has changed. */
final class QuestionTable extends VBox {

    private final ObservableList<QuestionRow> all = FXCollections.observableArrayList();
    private final FilteredList<QuestionRow> filtered = new FilteredList<>(all);
    private final TableView<QuestionRow> table = new TableView<>();
    private final ToggleButton changed = new ToggleButton("Changed only");
    private final Label count = Words.label("");
    private final HBox sets = new HBox();
    private String set = "";

    QuestionTable(EvaluateModel model) {
        getStyleClass().add("question-box");
        table.setId("evaluate-questions");
        table.setFixedCellSize(30); // also while the place is not in front, when no style sheet is asked
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().add(setColumn());
        table.getColumns().add(text("Question", 320, QuestionRow::question));
        table.getColumns().add(text("Right answer", 124, QuestionRow::right));
        table.getColumns().add(answer("Before", QuestionRow::before, QuestionRow::rightBefore));
        table.getColumns().add(answer("After", QuestionRow::after, QuestionRow::rightAfter));
        table.setPlaceholder(new Label("No question fits the filter."));
        table.setAccessibleText("Questions with the answers before and after");
        SortedList<QuestionRow> sorted = new SortedList<>(filtered);
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        VBox.setVgrow(table, Priority.ALWAYS);
        QuestionDetail detail = new QuestionDetail();
        getChildren().addAll(tools(), table, detail);
        table.getSelectionModel().selectedItemProperty().subscribe(detail::show);
        model.questionsProperty().subscribe(this::show);
    }

    private Node tools() {
        Label title = Words.heading("Questions");
        count.setId("evaluate-count");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        changed.setId("evaluate-changed");
        changed.getStyleClass().add("small");
        changed.setSelected(true);
        changed.setOnAction(event -> filter());
        HBox line = new HBox(8, title, count, space, sets, changed);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    /** All, then each set; general questions only where some were asked. */
    private void offerSets(List<QuestionRow> rows) {
        List<String> names = rows.stream().anyMatch(row -> row.set().equals("general"))
                ? List.of("", "target", "benign", "general")
                : List.of("", "target", "benign");
        if (names.size() == sets.getChildren().size()) {
            return;
        }
        set = names.contains(set) ? set : "";
        ToggleGroup group = new ToggleGroup();
        sets.getChildren().clear();
        for (int i = 0; i < names.size(); i++) {
            String shape = i == 0 ? "left-pill" : i == names.size() - 1 ? "right-pill" : "center-pill";
            sets.getChildren().add(setButton(names.get(i), shape, group));
        }
    }

    private ToggleButton setButton(String name, String shape, ToggleGroup group) {
        ToggleButton button = new ToggleButton(
                name.isEmpty() ? "All" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        button.setId("evaluate-set-" + (name.isEmpty() ? "all" : name));
        button.getStyleClass().addAll("small", shape);
        button.setToggleGroup(group);
        button.setSelected(name.equals(set));
        button.setOnAction(event -> {
            button.setSelected(true);
            set = name;
            filter();
        });
        return button;
    }

    private void show(List<QuestionRow> rows) {
        offerSets(rows);
        all.setAll(rows);
        filter();
    }

    private void filter() {
        filtered.setPredicate(
                row -> (set.isEmpty() || row.set().equals(set)) && (!changed.isSelected() || row.isChanged()));
        count.setText(filtered.size() + " of " + all.size());
        if (table.getSelectionModel().isEmpty()) {
            table.getSelectionModel().selectFirst(); // so that what the cells cut is seen to stand beneath
        }
    }

    private static TableColumn<QuestionRow, String> text(
            String title, double width, Function<QuestionRow, String> value) {
        TableColumn<QuestionRow, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable String item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty ? null : item);
                setTooltip(empty || item == null || item.length() < 20 ? null : new Tooltip(item));
            }
        });
        return column;
    }

    private static TableColumn<QuestionRow, String> setColumn() {
        TableColumn<QuestionRow, String> column = new TableColumn<>("Set");
        column.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(row.getValue().set()));
        column.setPrefWidth(84);
        column.setMinWidth(84); // or its chip is cut
        column.setMaxWidth(84);
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable String item, boolean empty) {
                super.updateItem(item, empty);
                if (empty || item == null) {
                    setGraphic(null);
                    return;
                }
                Label chip = new Label(Capital.of(item));
                chip.getStyleClass().addAll("chip", item);
                setGraphic(chip);
            }
        });
        return column;
    }

    private static TableColumn<QuestionRow, QuestionRow> answer(
            String title, Function<QuestionRow, String> answer, java.util.function.Predicate<QuestionRow> right) {
        TableColumn<QuestionRow, QuestionRow> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setComparator(java.util.Comparator.comparing(right::test)
                .thenComparing(answer)
                .thenComparing(QuestionRow::number));
        column.setPrefWidth(140);
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable QuestionRow row, boolean empty) {
                super.updateItem(row, empty);
                if (empty || row == null) {
                    setText(null);
                    setGraphic(null);
                    return;
                }
                setGraphic(QuestionDetail.mark(right.test(row)));
                setText(answer.apply(row));
                setTooltip(new Tooltip(answer.apply(row) + (right.test(row) ? ", right" : ", wrong")));
            }
        });
        return column;
    }
}
