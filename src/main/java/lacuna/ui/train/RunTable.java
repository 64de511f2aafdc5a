package lacuna.ui.train;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import lacuna.unlearning.TrainingStep;
import org.jspecify.annotations.Nullable;

/** All runs of the project, newest first; the selected one's curves are shown. */
final class RunTable extends TableView<RunEntry> {

    RunTable(TrainModel model) {
        super(model.runs());
        setId("run-table");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getColumns().add(text("Run", 190, RunEntry::name));
        getColumns().add(text("Mode", 70, run -> capital(run.config().variant())));
        getColumns().add(text("Started", 104, run -> Numbers.time(run.started())));
        getColumns()
                .add(number(
                        "Steps",
                        84,
                        run -> run.lastProperty()
                                .map(last -> run.done() + " / " + run.planned())
                                .orElse("0 / " + run.planned())));
        getColumns().add(number("Unlearn", 66, run -> loss(run, step -> step.loss("unlearn"))));
        getColumns().add(number("Retain", 62, run -> loss(run, step -> step.loss("retain"))));
        getColumns().add(number("Coherence", 80, run -> loss(run, step -> step.loss("coherence"))));
        getColumns()
                .add(number(
                        "Activity",
                        64,
                        run -> loss(run, step -> step.suppressedActivity().orElse(Double.NaN))));
        getColumns().add(outcome());
        model.selectedProperty().subscribe(this::show);
        getSelectionModel().selectedItemProperty().subscribe(run -> {
            if (run != null) {
                model.selectedProperty().set(run);
            }
        });
        model.runs().addListener((javafx.collections.ListChangeListener<RunEntry>)
                change -> show(model.selectedProperty().get()));
    }

    private void show(@Nullable RunEntry run) {
        if (run != null && run != getSelectionModel().getSelectedItem()) {
            getSelectionModel().select(run);
        }
    }

    private static ObservableValue<String> loss(RunEntry run, ToDoubleFunction<TrainingStep> value) {
        return run.lastProperty()
                .map(last -> Numbers.loss(value.applyAsDouble(last)))
                .orElse("\u2013");
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1);
    }

    private static TableColumn<RunEntry, String> text(String title, double width, Function<RunEntry, String> value) {
        TableColumn<RunEntry, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setPrefWidth(width);
        return column;
    }

    private static TableColumn<RunEntry, String> number(
            String title, double width, Function<RunEntry, ObservableValue<String>> value) {
        TableColumn<RunEntry, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> value.apply(row.getValue()));
        column.getStyleClass().add("numeric");
        column.setPrefWidth(width);
        column.setSortable(false); // as text it would sort wrongly
        return column;
    }

    private static TableColumn<RunEntry, RunState> outcome() {
        TableColumn<RunEntry, RunState> column = new TableColumn<>("Outcome");
        column.setCellValueFactory(row -> row.getValue().stateProperty());
        column.setPrefWidth(90);
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
                chip.setText(state.title());
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
