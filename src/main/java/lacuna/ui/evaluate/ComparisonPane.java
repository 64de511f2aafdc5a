package lacuna.ui.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.persistence.Persistence;
import lacuna.project.ComparableRuns;
import lacuna.project.RunComparison;
import lacuna.ui.session.RunChoice;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.EmptyState;
import lacuna.ui.widget.FrontChart;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** All measured runs: a table, the front of forgetting against keeping, and the chosen run held against the untouched model. */
final class ComparisonPane extends StackPane {

    private final EvaluateModel model;
    private final EvaluateController controller;
    private final ComparisonTable table = new ComparisonTable();
    private final FrontChart pareto;
    private final ComparisonDetail detail;
    private final Label left = Words.label("");
    private final Hyperlink measure = new Hyperlink("Measure them now");
    private List<ComparedRun> runs = List.of();
    private boolean showing;

    ComparisonPane(EvaluateModel model, EvaluateController controller, ThemeManager themes) {
        this.model = model;
        this.controller = controller;
        pareto = new FrontChart(
                themes,
                "Benign questions answered, %",
                "Target questions forgotten, %",
                ComparedRun.UNTOUCHED,
                this::choose);
        pareto.setId("comparison-pareto");
        detail = new ComparisonDetail(controller);
        VBox page = new VBox(table, leftOut(), lower());
        page.getStyleClass().add("comparison");
        EmptyState none = new EmptyState(
                Icon.CHART,
                "No run has been measured yet",
                "Runs stand beside each other here once they were asked the project\u2019s target and benign questions.",
                "Measure all finished runs",
                controller::evaluateUnmeasured);
        none.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> isEmpty(model.comparisonProperty().get()), model.comparisonProperty()));
        page.visibleProperty().bind(none.visibleProperty().not());
        getChildren().addAll(page, none);
        table.getSelectionModel().selectedItemProperty().subscribe(run -> {
            if (run != null && !showing) {
                choose(run.name());
            }
        });
        model.comparisonProperty().subscribe(this::show);
        model.runProperty().subscribe(run -> mark(run == null ? "" : run.name()));
    }

    private static boolean isEmpty(@Nullable ComparableRuns found) {
        return found != null && found.comparison().isEmpty();
    }

    private HBox leftOut() {
        left.setId("comparison-left-out");
        measure.setId("comparison-measure");
        measure.disableProperty().bind(model.jobProperty().isNotNull());
        measure.setOnAction(event -> controller.evaluateUnmeasured());
        HBox line = new HBox(8, left, measure);
        line.setAlignment(Pos.CENTER_LEFT);
        line.visibleProperty().bind(left.textProperty().isNotEmpty());
        line.managedProperty().bind(line.visibleProperty());
        measure.managedProperty().bind(measure.visibleProperty());
        return line;
    }

    private HBox lower() {
        Label heading = Words.heading("What was forgotten against what was kept");
        VBox plot = new VBox(4, heading, pareto);
        VBox.setVgrow(pareto, Priority.ALWAYS);
        HBox.setHgrow(plot, Priority.ALWAYS);
        HBox lower = new HBox(plot, detail);
        lower.getStyleClass().add("comparison-lower");
        VBox.setVgrow(lower, Priority.ALWAYS);
        return lower;
    }

    private void show(@Nullable ComparableRuns found) {
        runs = found == null || found.comparison().isEmpty()
                ? List.of()
                : ComparedRun.of(found.comparison().get());
        showing = true;
        table.show(runs);
        double height = 34 + 30 * Math.max(2, Math.min(8, runs.size()));
        table.setMinHeight(Math.min(height, 34 + 30 * 3));
        table.setPrefHeight(height);
        table.setMaxHeight(height);
        showing = false;
        describe(found);
        mark(chosen());
    }

    private void describe(@Nullable ComparableRuns found) {
        if (found == null) {
            left.setText("");
            return;
        }
        StringBuilder text = new StringBuilder();
        int waiting = found.unmeasured().size();
        if (waiting > 0) {
            text.append(waiting == 1 ? "1 run has" : waiting + " runs have").append(" not been measured: ");
            text.append(String.join(", ", found.unmeasured())).append(". ");
        }
        found.leftOut().forEach(run -> text.append(run.reason()).append(' '));
        found.comparison().map(RunComparison::whyNoGeneral).ifPresent(text::append);
        left.setText(text.toString().strip());
        measure.setVisible(!found.toEvaluate().isEmpty());
    }

    private String recoveredOn() {
        ComparableRuns found = model.comparisonProperty().get();
        return found == null
                ? ""
                : found.comparison()
                        .flatMap(comparison -> Optional.ofNullable(comparison.recoveredOn()))
                        .map(Persistence.Basis::words)
                        .orElse("");
    }

    private String chosen() {
        RunChoice run = model.runProperty().get();
        return run == null ? "" : run.name();
    }

    private void choose(String name) {
        if (name.equals(chosen())) {
            mark(name);
        } else if (!controller.choose(name)) {
            mark(name); // the untouched model is no run, but may be looked at
        }
    }

    private void mark(String name) {
        if (runs.isEmpty()) {
            return;
        }
        ComparedRun run =
                runs.stream().filter(one -> one.name().equals(name)).findFirst().orElse(runs.get(0));
        showing = true;
        if (!Objects.equals(table.getSelectionModel().getSelectedItem(), run)) {
            table.getSelectionModel().select(run);
            table.scrollTo(run);
        }
        showing = false;
        pareto.show(runs.stream().map(ComparedRun::point).toList(), run.name());
        detail.show(run, runs.get(0), recoveredOn());
    }
}
