package lacuna.ui.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import lacuna.evaluation.AccuracyTable;
import org.jspecify.annotations.Nullable;

/** Runs by metrics, each number with what it is on; the untouched model stays first however the rest is sorted. */
final class ComparisonTable extends TableView<ComparedRun> {

    private static final String NONE = "\u2013";

    private final TableColumn<ComparedRun, ComparedRun> general;
    private final TableColumn<ComparedRun, Double> judged;

    ComparisonTable() {
        setId("comparison-table");
        setFixedCellSize(30); // also while the place is not in front, when no style sheet is asked
        setAccessibleText("Measured runs, the untouched model first");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(new Label(""));
        getColumns().add(front());
        getColumns().add(name());
        getColumns().add(method());
        getColumns()
                .add(accuracy(
                        "Target",
                        "Target questions answered rightly, with the 95 % interval: lower is better",
                        ComparedRun::target));
        getColumns()
                .add(accuracy(
                        "Benign",
                        "Benign questions answered rightly, with the 95 % interval: higher is better",
                        ComparedRun::benign));
        general = accuracy(
                "General",
                "General questions answered rightly, with the 95 % interval: higher is better",
                ComparedRun::general);
        getColumns().add(general);
        getColumns()
                .add(number(
                        "Perplexity",
                        88,
                        "On held-out texts: lower is better",
                        run -> run.figures().perplexity(),
                        Figures::plain));
        getColumns()
                .add(number(
                        "Repetition",
                        88,
                        "Share of four-word runs in the continuations that stood there before. A proxy of fluency: lower is better",
                        run -> run.figures().repetition(),
                        value -> String.format(Locale.ROOT, "%.3f", value)));
        getColumns()
                .add(number(
                        "Overall",
                        72,
                        "CRISP\u2019s harmonic mean of 100 \u2212 target, benign and general; where not all runs were asked the same general"
                                + " questions, the share of the untouched model\u2019s perplexity that is kept stands in for them; in percent:"
                                + " higher is better",
                        run -> run.figures().overall().score(),
                        value -> String.format(Locale.ROOT, "%.1f", value)));
        judged = number(
                "Judged",
                72,
                "The same with a judge\u2019s ratings of fluency and concept: higher is better",
                run -> run.figures().overall().judged(),
                value -> String.format(Locale.ROOT, "%.1f", value));
        getColumns().add(judged);
        getColumns()
                .add(number(
                        "Recovered, %",
                        104,
                        "Largest share of what was unlearned that a check of persistence won back, of checks that asked the same"
                                + " questions: lower is better",
                        run -> run.figures().mostRecovered(),
                        Figures::percent));
        setSortPolicy(table -> {
            Comparator<ComparedRun> chosen = table.getComparator();
            Comparator<ComparedRun> first = Comparator.comparing(run -> !run.isUntouched());
            FXCollections.sort(table.getItems(), chosen == null ? first : first.thenComparing(chosen));
            return true;
        });
    }

    /** A column for general questions only where all were asked some, one for the judge only where one has rated. */
    void show(List<ComparedRun> runs) {
        general.setVisible(runs.stream().anyMatch(run -> run.general() != null));
        judged.setVisible(runs.stream()
                .anyMatch(run -> Double.isFinite(run.figures().overall().judged())));
        getItems().setAll(runs);
        sort();
    }

    private static TableColumn<ComparedRun, Boolean> front() {
        TableColumn<ComparedRun, Boolean> column = new TableColumn<>();
        head(column, "\u2605", "On the front: no other forgets and keeps at least as much, and one of the two more");
        column.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(row.getValue().figures().onFront()));
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable Boolean on, boolean empty) {
                super.updateItem(on, empty);
                setAlignment(Pos.CENTER);
                setText(!empty && Boolean.TRUE.equals(on) ? "\u2605" : null);
                setAccessibleText(!empty && Boolean.TRUE.equals(on) ? "on the front" : null);
            }
        });
        column.getStyleClass().add("centred");
        fixed(column, 40);
        return column;
    }

    private static TableColumn<ComparedRun, ComparedRun> name() {
        TableColumn<ComparedRun, ComparedRun> column = new TableColumn<>("Run");
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setComparator(Comparator.comparing(ComparedRun::name));
        column.setPrefWidth(240);
        column.setCellFactory(ignored -> new TableCell<>() {
            {
                setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            }

            @Override
            protected void updateItem(@Nullable ComparedRun run, boolean empty) {
                super.updateItem(run, empty);
                getStyleClass().remove("muted");
                if (empty || run == null) {
                    setText(null);
                    setTooltip(null);
                    return;
                }
                setText(run.name());
                setTooltip(new Tooltip(run.name()));
                if (run.isUntouched()) {
                    getStyleClass().add("muted");
                }
            }
        });
        return column;
    }

    private static TableColumn<ComparedRun, String> method() {
        TableColumn<ComparedRun, String> column = new TableColumn<>("Method");
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(
                row.getValue().isUntouched() ? NONE : row.getValue().figures().method()));
        column.setPrefWidth(96);
        column.setMinWidth(72);
        return column;
    }

    private static TableColumn<ComparedRun, ComparedRun> accuracy(
            String title, String meaning, Function<ComparedRun, AccuracyTable.@Nullable Row> row) {
        TableColumn<ComparedRun, ComparedRun> column = new TableColumn<>();
        head(column, title + ", %", meaning);
        column.getStyleClass().add("numeric");
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setComparator(Comparator.comparingDouble(run -> accuracy(row.apply(run))));
        column.setCellFactory(ignored -> new AccuracyCell(row));
        fixed(column, 128);
        return column;
    }

    private static double accuracy(AccuracyTable.@Nullable Row row) {
        return row == null ? Double.NaN : row.accuracy();
    }

    /** The accuracy, and small behind it where it may lie. */
    private static final class AccuracyCell extends TableCell<ComparedRun, ComparedRun> {

        private final Function<ComparedRun, AccuracyTable.@Nullable Row> row;
        private final Label value = new Label();
        private final Label interval = new Label();
        private final HBox both = new HBox(8, value, interval);

        AccuracyCell(Function<ComparedRun, AccuracyTable.@Nullable Row> row) {
            this.row = row;
            both.setAlignment(Pos.CENTER_RIGHT);
            value.setMinWidth(USE_PREF_SIZE);
            value.getStyleClass().add("numeric");
            interval.getStyleClass().addAll("numeric", "interval");
        }

        @Override
        protected void updateItem(@Nullable ComparedRun run, boolean empty) {
            super.updateItem(run, empty);
            AccuracyTable.Row shown = empty || run == null ? null : row.apply(run);
            if (shown == null) {
                setGraphic(null);
                return;
            }
            value.setText(Figures.percent(shown.accuracy()));
            interval.setText(Figures.interval(shown.interval()));
            setAccessibleText(value.getText() + " percent, between " + interval.getText());
            setGraphic(both);
        }
    }

    private static TableColumn<ComparedRun, Double> number(
            String title,
            double width,
            String meaning,
            ToDoubleFunction<ComparedRun> value,
            DoubleFunction<String> format) {
        TableColumn<ComparedRun, Double> column = new TableColumn<>();
        head(column, title, meaning);
        column.getStyleClass().add("numeric");
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.applyAsDouble(row.getValue())));
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable Double figure, boolean empty) {
                super.updateItem(figure, empty);
                setText(empty || figure == null ? null : figure.isNaN() ? NONE : format.apply(figure));
            }
        });
        fixed(column, width);
        return column;
    }

    private static void head(TableColumn<?, ?> column, String title, String meaning) {
        Label head = new Label(title);
        head.setMinWidth(USE_PREF_SIZE);
        head.setTooltip(new Tooltip(meaning));
        column.setGraphic(head);
    }

    private static void fixed(TableColumn<?, ?> column, double width) {
        column.setPrefWidth(width);
        column.setMinWidth(width);
    }
}
