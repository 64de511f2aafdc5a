package lacuna.ui.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.CurvePoint;
import lacuna.ui.widget.LiveChart;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/** Curves of the selected run, and in grey those of a second one. */
final class RunCharts extends VBox {

    /** One quantity of a step and how it is drawn. */
    private record Quantity(
            String name,
            SeriesColor color,
            ToDoubleFunction<UnlearnConfig> weight,
            ToDoubleFunction<TrainingStep> value) {}

    /** Colours of a method's losses in their order: what is forgotten, what is kept, what is kept in general. */
    private static final List<SeriesColor> COLORS =
            List.of(SeriesColor.TARGET, SeriesColor.BENIGN, SeriesColor.COHERENCE);

    private static final List<Quantity> ACTIVITY = List.of(new Quantity(
            "Mean activation",
            SeriesColor.ACTIVITY,
            config -> 1,
            step -> step.suppressedActivity().orElse(Double.NaN)));
    private static final String LOSS_AXIS = "Loss, as weighted in the total";
    private static final String ACTIVITY_AXIS = "On target tokens";
    private static final String SECOND = " of ";

    private final TrainModel model;
    private final ThemeManager themes;
    private final HBox charts = new HBox();
    private final ComboBox<RunEntry> overlay = new ComboBox<>();
    private final ObservableList<RunEntry> others = FXCollections.observableArrayList();
    private final ListChangeListener<TrainingStep> onSteps = this::stepsChanged;
    private List<Quantity> quantities = List.of();
    private LiveChart losses;
    private LiveChart activity;
    private @Nullable RunEntry shown;

    RunCharts(TrainModel model, ThemeManager themes) {
        this.model = model;
        this.themes = themes;
        getStyleClass().add("run-charts");
        charts.getStyleClass().add("run-chart-row");
        VBox.setVgrow(charts, Priority.ALWAYS);
        losses = chart(quantities, LOSS_AXIS, null);
        activity = chart(ACTIVITY, ACTIVITY_AXIS, null);
        getChildren().addAll(tools(), charts);
        place();
        model.selectedProperty().subscribe(this::follow);
        model.overlayProperty().subscribe(this::rebuild);
        model.runs().addListener((ListChangeListener<RunEntry>) change -> offerOthers());
    }

    private HBox tools() {
        Label title = new Label("Curves");
        title.getStyleClass().add("subheading");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label label = new Label("Overlay, in grey");
        label.getStyleClass().add("caption");
        overlay.setId("run-overlay");
        overlay.setItems(others);
        overlay.setPromptText("none");
        overlay.setPrefWidth(232);
        overlay.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable RunEntry run) {
                return run == null ? "none" : run.name();
            }

            @Override
            public @Nullable RunEntry fromString(String text) {
                return null;
            }
        });
        overlay.valueProperty().bindBidirectional(model.overlayProperty());
        label.setLabelFor(overlay);
        HBox line = new HBox(8, title, space, label, overlay);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void offerOthers() {
        RunEntry chosen = model.overlayProperty().get();
        List<RunEntry> rest = model.runs().stream()
                .filter(run -> run != model.selectedProperty().get())
                .toList();
        if (chosen != null && !rest.contains(chosen)) {
            model.overlayProperty().set(null);
        }
        if (!others.equals(withNone(rest))) {
            others.setAll(withNone(rest));
        }
    }

    // a null item is the way back to no overlay
    @SuppressWarnings("NullAway")
    private static List<RunEntry> withNone(List<RunEntry> rest) {
        List<RunEntry> all = new ArrayList<>();
        all.add(null);
        all.addAll(rest);
        return all;
    }

    private void follow(@Nullable RunEntry run) {
        RunEntry before = shown;
        if (before != null) {
            before.steps().removeListener(onSteps);
        }
        shown = run;
        if (run != null) {
            run.steps().addListener(onSteps);
        }
        offerOthers();
        List<Quantity> needed = run == null ? quantities : losses(run.config());
        if (!names(needed).equals(names(quantities))) {
            quantities = needed;
            rebuild(model.overlayProperty().get());
        }
        refill();
    }

    private static List<String> names(List<Quantity> quantities) {
        return quantities.stream().map(Quantity::name).toList();
    }

    /** The total, then the method's own. */
    private static List<Quantity> losses(UnlearnConfig config) {
        List<Quantity> all = new ArrayList<>();
        all.add(new Quantity("Total", SeriesColor.TOTAL, any -> 1, TrainingStep::total));
        for (String name : config.lossWeights().keySet()) {
            all.add(new Quantity(
                    name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                    COLORS.get((all.size() - 1) % COLORS.size()),
                    any -> any.lossWeights().getOrDefault(name, Double.NaN),
                    step -> step.loss(name)));
        }
        return all;
    }

    private LiveChart chart(List<Quantity> quantities, String label, @Nullable RunEntry second) {
        LiveChart chart = new LiveChart(themes, "Step", label);
        quantities.forEach(quantity -> chart.addSeries(quantity.name(), quantity.color()));
        if (second != null) {
            for (Quantity quantity : quantities) { // after the first run's, hence beneath them
                chart.addSeries(quantity.name() + SECOND + second.name(), SeriesColor.BEFORE);
            }
            quantities.forEach(quantity -> join(
                    legendSwitch(chart, quantity.name()),
                    legendSwitch(chart, quantity.name() + SECOND + second.name())));
        }
        return chart;
    }

    /** One legend entry switches a quantity in both runs. */
    private static void join(ToggleButton first, ToggleButton second) {
        second.selectedProperty().bind(first.selectedProperty());
        second.setVisible(false);
        second.setManaged(false);
    }

    private static ToggleButton legendSwitch(LiveChart chart, String name) {
        return chart.lookupAll(".legend-switch").stream()
                .map(ToggleButton.class::cast)
                .filter(button -> button.getText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void rebuild(@Nullable RunEntry second) {
        losses = chart(quantities, LOSS_AXIS, second);
        activity = chart(ACTIVITY, ACTIVITY_AXIS, second);
        if (second != null) {
            quantities.forEach(
                    quantity -> losses.replace(quantity.name() + SECOND + second.name(), points(second, quantity)));
            ACTIVITY.forEach(
                    quantity -> activity.replace(quantity.name() + SECOND + second.name(), points(second, quantity)));
        }
        place();
        refill();
    }

    private void place() {
        HBox.setHgrow(losses, Priority.ALWAYS);
        HBox.setHgrow(activity, Priority.ALWAYS);
        losses.setPrefWidth(520);
        activity.setPrefWidth(300);
        losses.setMinWidth(200);
        activity.setMinWidth(160);
        charts.getChildren().setAll(losses, activity);
    }

    private void refill() {
        RunEntry run = shown;
        quantities.forEach(quantity -> losses.replace(quantity.name(), points(run, quantity)));
        ACTIVITY.forEach(quantity -> activity.replace(quantity.name(), points(run, quantity)));
    }

    private void stepsChanged(ListChangeListener.Change<? extends TrainingStep> change) {
        RunEntry run = shown;
        while (run != null && change.next()) {
            if (change.wasRemoved()) {
                refill();
                return;
            }
            for (TrainingStep step : change.getAddedSubList()) {
                quantities.forEach(quantity -> losses.append(quantity.name(), point(run, step, quantity)));
                ACTIVITY.forEach(quantity -> activity.append(quantity.name(), point(run, step, quantity)));
            }
        }
    }

    private static List<CurvePoint> points(@Nullable RunEntry run, Quantity quantity) {
        return run == null
                ? List.of()
                : run.steps().stream().map(step -> point(run, step, quantity)).toList();
    }

    private static CurvePoint point(RunEntry run, TrainingStep step, Quantity quantity) {
        double weight = quantity.weight().applyAsDouble(run.config());
        return new CurvePoint(step.step(), weight * quantity.value().applyAsDouble(step));
    }
}
