package lacuna.ui.train;

import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.control.cell.CheckBoxTableCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import lacuna.unlearning.CrispConfig;
import org.jspecify.annotations.Nullable;

/** All runs of the project with their settings and figures, sortable; the selected one's curves are shown, the ticked ones' beside them. */
final class RunTable extends TableView<RunEntry> {

    private static final String NONE = "\u2013";

    RunTable(TrainModel model) {
        setId("run-table");
        setEditable(true);
        SortedList<RunEntry> sorted = new SortedList<>(model.runs());
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getColumns().add(overlay());
        getColumns().add(name());
        getColumns().add(text("Method", 76, RunTable::method));
        getColumns().add(setting("\u03bb", 44, run -> crisp(run, CrispConfig::suppression)));
        getColumns().add(setting("Rate", 58, run -> run.config().learningRate()));
        getColumns().add(setting("Seed", 50, run -> (double) run.config().seed()));
        getColumns()
                .add(number(
                        "Steps",
                        54,
                        run -> run.lastProperty()
                                .map(last -> (double) run.done())
                                .orElse(0.0),
                        value -> String.format(Locale.ROOT, "%.0f", value)));
        getColumns()
                .add(metric(
                        "Target",
                        "Share of target questions answered rightly after training: lower is better.",
                        RunMetrics::target,
                        "%.1f %%",
                        100));
        getColumns()
                .add(metric(
                        "Benign",
                        "Share of benign questions answered rightly after training: higher is better.",
                        RunMetrics::benign,
                        "%.1f %%",
                        100));
        TableColumn<RunEntry, Double> general = metric(
                "General",
                "Share of general questions answered rightly after training: higher is better.",
                RunMetrics::general,
                "%.1f %%",
                100);
        getColumns().add(general);
        getColumns()
                .add(metric(
                        "Perplexity",
                        "On held-out texts after training: lower is better.",
                        RunMetrics::perplexity,
                        "%.2f",
                        1));
        getColumns().add(outcome(model));
        showWhereAsked(general, model.runs());
        model.waiting().subscribe(this::refresh);
        model.selectedProperty().subscribe(this::show);
        getSelectionModel().selectedItemProperty().subscribe(run -> {
            if (run != null) {
                model.selectedProperty().set(run);
            }
        });
        model.runs().addListener((ListChangeListener<RunEntry>)
                change -> show(model.selectedProperty().get()));
        addEventFilter(KeyEvent.KEY_PRESSED, this::tick);
    }

    /** A box in a cell is out of the keyboard's reach. */
    private void tick(KeyEvent event) {
        RunEntry run = getFocusModel().getFocusedItem();
        if (event.getCode() == KeyCode.SPACE && run != null) {
            run.overlaidProperty().set(!run.overlaidProperty().get());
            event.consume();
        }
    }

    private void show(@Nullable RunEntry run) {
        if (run != null && run != getSelectionModel().getSelectedItem()) {
            getSelectionModel().select(run);
            scrollTo(run);
        }
    }

    /** The column only while a run was asked general questions. */
    private static void showWhereAsked(TableColumn<RunEntry, Double> general, ObservableList<RunEntry> runs) {
        Runnable look = () -> general.setVisible(runs.stream()
                .anyMatch(run -> !Double.isNaN(run.metricsProperty().get().general())));
        look.run();
        runs.addListener((ListChangeListener<RunEntry>) change -> look.run()); // figures come with the list only
    }

    private static String method(RunEntry run) {
        return run.config() instanceof CrispConfig crisp
                ? ModeText.title(crisp.mode())
                : run.config().title();
    }

    private static double crisp(RunEntry run, java.util.function.ToDoubleFunction<CrispConfig> value) {
        return run.config() instanceof CrispConfig crisp ? value.applyAsDouble(crisp) : Double.NaN;
    }

    private static TableColumn<RunEntry, Boolean> overlay() {
        TableColumn<RunEntry, Boolean> column = new TableColumn<>();
        Label head = new Label("\u223f");
        head.setTooltip(
                new Tooltip("Draw its curves beside those of the selected run; Space does it for the row in focus"));
        column.setGraphic(head);
        column.setCellValueFactory(row -> row.getValue().overlaidProperty());
        column.setCellFactory(CheckBoxTableCell.forTableColumn(column));
        column.setPrefWidth(34);
        column.setMinWidth(34);
        column.setMaxWidth(34);
        column.setSortable(false);
        column.setEditable(true);
        return column;
    }

    /** The end of a name tells runs of a sweep apart, so that the beginning gives way. */
    private static TableColumn<RunEntry, String> name() {
        TableColumn<RunEntry, String> column = text("Run", 190, RunEntry::brief);
        column.setCellFactory(ignored -> new TableCell<>() {
            {
                setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            }

            @Override
            protected void updateItem(@Nullable String name, boolean empty) {
                super.updateItem(name, empty);
                setText(empty ? null : name);
                RunEntry run = getTableRow() == null ? null : getTableRow().getItem();
                setTooltip(empty || run == null ? null : new Tooltip(run.name()));
            }
        });
        return column;
    }

    private static TableColumn<RunEntry, String> text(String title, double width, Function<RunEntry, String> value) {
        TableColumn<RunEntry, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 76));
        return column;
    }

    private static TableColumn<RunEntry, Double> setting(
            String title, double width, java.util.function.ToDoubleFunction<RunEntry> value) {
        return number(title, width, run -> new ReadOnlyObjectWrapper<>(value.applyAsDouble(run)), Numbers::setting);
    }

    private static TableColumn<RunEntry, Double> metric(
            String title,
            String meaning,
            java.util.function.ToDoubleFunction<RunMetrics> value,
            String format,
            double factor) {
        TableColumn<RunEntry, Double> column = number(
                "",
                title.length() > 6 ? 92 : 70,
                run -> run.metricsProperty().map(value::applyAsDouble),
                figure -> String.format(Locale.ROOT, format, factor * figure));
        Label head = new Label(title);
        head.setMinWidth(USE_PREF_SIZE);
        head.setTooltip(new Tooltip(meaning));
        column.setGraphic(head);
        return column;
    }

    /** Sorted as numbers; what is not a number shows as a dash, behind all others. */
    private static TableColumn<RunEntry, Double> number(
            String title,
            double width,
            Function<RunEntry, ObservableValue<Double>> value,
            DoubleFunction<String> format) {
        TableColumn<RunEntry, Double> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> value.apply(row.getValue()));
        column.getStyleClass().add("numeric");
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable Double figure, boolean empty) {
                super.updateItem(figure, empty);
                setText(empty || figure == null ? null : figure.isNaN() ? NONE : format.apply(figure));
            }
        });
        return column;
    }

    private static TableColumn<RunEntry, RunState> outcome(TrainModel model) {
        TableColumn<RunEntry, RunState> column = new TableColumn<>("State");
        column.setCellValueFactory(row -> row.getValue().stateProperty());
        column.setPrefWidth(92);
        column.setMinWidth(92);
        column.setCellFactory(ignored -> new TableCell<>() {
            private final Label chip = new Label();

            {
                setAlignment(Pos.CENTER_LEFT);
            }

            @Override
            protected void updateItem(@Nullable RunState state, boolean empty) {
                super.updateItem(state, empty);
                if (empty || state == null) {
                    setGraphic(null);
                    return;
                }
                int place = getTableRow() == null || getTableRow().getItem() == null
                        ? -1
                        : model.waiting().indexOf(getTableRow().getItem().name());
                chip.setText(state == RunState.QUEUED && place > 0 ? "Queued, " + place : state.title());
                chip.getStyleClass().setAll("chip");
                if (!state.tone().isEmpty()) {
                    chip.getStyleClass().add(state.tone());
                }
                setGraphic(chip);
            }
        });
        return column;
    }
}
