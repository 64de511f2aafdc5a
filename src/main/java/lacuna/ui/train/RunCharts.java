package lacuna.ui.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.Capital;
import lacuna.ui.widget.CurvePoint;
import lacuna.ui.widget.LiveChart;
import lacuna.ui.widget.Words;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;

/**
 * Curves of the selected run: its losses, each in its colour. Where others are ticked in the list, one quantity of all of them, each run
 * in its colour.
 */
final class RunCharts extends VBox {

    /** One quantity of a step and how it is drawn when a run stands alone. */
    private record Quantity(
            String name,
            SeriesColor color,
            ToDoubleFunction<UnlearnConfig> weight,
            ToDoubleFunction<TrainingStep> value) {

        CurvePoint point(RunEntry run, TrainingStep step) {
            return new CurvePoint(step.step(), weight.applyAsDouble(run.config()) * value.applyAsDouble(step));
        }
    }

    /** A curve: one quantity of one run. */
    private record Line(String name, RunEntry run, Quantity quantity) {}

    /** A chart and what it draws. */
    private record Plot(LiveChart chart, List<Line> lines) {

        void add(Line line, SeriesColor color) {
            chart.addSeries(line.name(), color);
            lines.add(line);
            refill(line);
        }

        void refill(Line line) {
            chart.replace(
                    line.name(),
                    line.run().steps().stream()
                            .map(step -> line.quantity().point(line.run(), step))
                            .toList());
        }
    }

    /** Colours of a method's losses in their order: what is forgotten, what is kept, what is kept in general. */
    private static final List<SeriesColor> COLORS =
            List.of(SeriesColor.TARGET, SeriesColor.BENIGN, SeriesColor.COHERENCE);

    private static final List<SeriesColor> RUNS = List.of(
            SeriesColor.RUN_1,
            SeriesColor.RUN_2,
            SeriesColor.RUN_3,
            SeriesColor.RUN_4,
            SeriesColor.RUN_5,
            SeriesColor.RUN_6);

    private static final Quantity TOTAL = new Quantity("Total", SeriesColor.TOTAL, any -> 1, TrainingStep::total);
    private static final Quantity ACTIVITY = new Quantity(
            "Mean activation",
            SeriesColor.ACTIVITY,
            any -> 1,
            step -> step.suppressedActivity().orElse(Double.NaN));

    private final TrainModel model;
    private final ThemeManager themes;
    private final HBox charts = new HBox();
    private final Label hint = Words.label("Tick runs in the list to draw them beside this one");
    private final ComboBox<String> compared = new ComboBox<>();
    private final List<Plot> plots = new ArrayList<>();
    private Subscription drawn = Subscription.EMPTY;
    private Subscription ticks = Subscription.EMPTY;

    RunCharts(TrainModel model, ThemeManager themes) {
        this.model = model;
        this.themes = themes;
        getStyleClass().add("run-charts");
        charts.getStyleClass().add("run-chart-row");
        VBox.setVgrow(charts, Priority.ALWAYS);
        getChildren().addAll(tools(), charts);
        compared.setValue(TOTAL.name());
        compared.valueProperty().subscribe(name -> draw());
        model.selectedProperty().subscribe(run -> draw());
        model.runs().addListener((ListChangeListener<RunEntry>) change -> watchTicks());
        watchTicks();
    }

    private HBox tools() {
        Label title = Words.heading("Curves");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        compared.setId("run-compared");
        compared.setPrefWidth(140);
        compared.setAccessibleText("Loss that is compared");
        HBox line = new HBox(8, title, space, hint, compared);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinHeight(30);
        return line;
    }

    private void watchTicks() {
        ticks.unsubscribe();
        ticks = Subscription.EMPTY;
        for (RunEntry run : model.runs()) {
            ticks = ticks.and(run.overlaidProperty().subscribe((before, now) -> draw()));
        }
        if (!model.runs().containsAll(overlaid())
                || !plots.isEmpty() && drawnRuns().size() != runsToDraw().size()) {
            draw();
        }
    }

    private List<RunEntry> overlaid() {
        RunEntry selected = model.selectedProperty().get();
        return model.runs().stream()
                .filter(run -> run != selected && run.overlaidProperty().get())
                .toList();
    }

    private List<RunEntry> runsToDraw() {
        List<RunEntry> runs = new ArrayList<>();
        RunEntry selected = model.selectedProperty().get();
        if (selected != null) {
            runs.add(selected);
        }
        runs.addAll(overlaid());
        return runs;
    }

    private List<RunEntry> drawnRuns() {
        return plots.get(0).lines().stream().map(Line::run).distinct().toList();
    }

    private void draw() {
        List<RunEntry> runs = runsToDraw();
        boolean comparing = runs.size() > 1;
        compared.setVisible(comparing);
        compared.setManaged(comparing);
        hint.setText(comparing ? "Compared" : "Tick runs in the list to draw them beside this one");
        plots.clear();
        List<Quantity> losses =
                runs.isEmpty() ? List.of(TOTAL) : losses(runs.get(0).config());
        offer(losses);
        if (comparing) {
            Quantity chosen = losses.stream()
                    .filter(quantity -> quantity.name().equals(compared.getValue()))
                    .findFirst()
                    .orElse(TOTAL);
            plots.add(compare(runs, chosen, chosen.name() + " loss, weighted"));
            plots.add(compare(runs, ACTIVITY, ACTIVITY.name()));
            plots.get(1).chart().hideLegend(); // the same runs in the same colours
        } else {
            plots.add(alone(runs, losses, "Loss, as weighted in the total"));
            plots.add(alone(runs, List.of(ACTIVITY), "On target tokens"));
        }
        place();
        listen(runs);
    }

    private void offer(List<Quantity> losses) {
        List<String> names = losses.stream().map(Quantity::name).toList();
        if (!compared.getItems().equals(names)) {
            String before = compared.getValue();
            compared.getItems().setAll(names);
            compared.setValue(names.contains(before) ? before : TOTAL.name());
        }
    }

    /** The total, then the method's own. */
    private static List<Quantity> losses(UnlearnConfig config) {
        List<Quantity> all = new ArrayList<>(List.of(TOTAL));
        for (String name : config.lossWeights().keySet()) {
            all.add(new Quantity(
                    Capital.of(name),
                    COLORS.get((all.size() - 1) % COLORS.size()),
                    any -> any.lossWeights().getOrDefault(name, Double.NaN),
                    step -> step.loss(name)));
        }
        return all;
    }

    private Plot alone(List<RunEntry> runs, List<Quantity> quantities, String axis) {
        Plot plot = new Plot(new LiveChart(themes, "Step", axis), new ArrayList<>());
        for (RunEntry run : runs) {
            quantities.forEach(quantity -> plot.add(new Line(quantity.name(), run, quantity), quantity.color()));
        }
        return plot;
    }

    private Plot compare(List<RunEntry> runs, Quantity quantity, String axis) {
        Plot plot = new Plot(new LiveChart(themes, "Step", axis), new ArrayList<>());
        boolean alike = runs.stream().map(RunEntry::brief).distinct().count() < runs.size(); // begun in the same minute
        for (RunEntry run : runs) {
            plot.add(
                    new Line(alike ? run.name() : run.brief(), run, quantity),
                    RUNS.get(plot.lines().size() % RUNS.size()));
        }
        return plot;
    }

    private void place() {
        LiveChart losses = plots.get(0).chart();
        LiveChart activity = plots.get(1).chart();
        HBox.setHgrow(losses, Priority.ALWAYS);
        HBox.setHgrow(activity, Priority.ALWAYS);
        losses.setPrefWidth(520);
        activity.setPrefWidth(300);
        losses.setMinWidth(200);
        activity.setMinWidth(160);
        charts.getChildren().setAll(losses, activity);
    }

    private void listen(List<RunEntry> runs) {
        drawn.unsubscribe();
        drawn = Subscription.EMPTY;
        for (RunEntry run : runs) {
            ListChangeListener<TrainingStep> onSteps = change -> grown(run, change);
            run.steps().addListener(onSteps);
            drawn = drawn.and(() -> run.steps().removeListener(onSteps));
        }
    }

    private void grown(RunEntry run, ListChangeListener.Change<? extends TrainingStep> change) {
        while (change.next()) {
            for (Plot plot : plots) {
                for (Line line : plot.lines()) {
                    if (line.run() == run) {
                        grow(plot, line, change);
                    }
                }
            }
        }
    }

    private static void grow(Plot plot, Line line, ListChangeListener.Change<? extends TrainingStep> change) {
        if (change.wasRemoved()) {
            plot.refill(line);
            return;
        }
        for (TrainingStep step : change.getAddedSubList()) {
            plot.chart().append(line.name(), line.quantity().point(line.run(), step));
        }
    }
}
