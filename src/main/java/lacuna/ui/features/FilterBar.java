package lacuna.ui.features;

import atlantafx.base.controls.CustomTextField;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import lacuna.model.HookPoint;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.NumberField;
import lacuna.ui.widget.Words;
import org.controlsfx.control.CheckComboBox;
import org.controlsfx.control.textfield.AutoCompletionBinding;
import org.controlsfx.control.textfield.TextFields;

/** Which rows to list, and how many those are. */
final class FilterBar {

    private static final int COMPLETIONS = 8;
    private static final double FADED = 0.5;
    private static final Duration TYPING = Duration.millis(120);

    private final FeaturesModel model;
    private final CustomTextField search = new CustomTextField();
    private final CheckComboBox<HookPoint> layers = new CheckComboBox<>();
    private final NumberField minRate = NumberField.decimal(0, 0, 100);
    private final NumberField minRatio = NumberField.decimal(0, 0, 1e9);
    private final RangeChoice ranges;
    private final ComboBox<MarkFilter> marks = new ComboBox<>();
    private final Label count = new Label();
    private final Button reset = new Button("Reset");
    private final AutoCompletionBinding<String> completion =
            TextFields.bindAutoCompletion(search, request -> labelsWith(request.getUserText()));
    private final PauseTransition typing = new PauseTransition(TYPING);
    private final HBox root;
    private final Subscription subscriptions;
    private boolean showing;

    FilterBar(FeaturesModel model, Node... trailing) {
        this.model = model;
        ranges = new RangeChoice(model);
        buildSearch();
        buildLayers();
        buildNumbers();
        marks.setId("filter-marks");
        marks.getItems().setAll(MarkFilter.values());
        marks.setTooltip(new Tooltip("Only features with this mark"));
        marks.setAccessibleText("Mark");
        marks.setPrefWidth(118);
        marks.valueProperty().subscribe(now -> changed(filter -> filter.withMarks(now == null ? MarkFilter.ALL : now)));
        reset.getStyleClass().addAll("flat", "small");
        reset.setId("filter-reset");
        reset.setMinWidth(Region.USE_PREF_SIZE);
        reset.setOnAction(event -> model.filterProperty().set(RowFilter.NONE));
        count.setId("match-count");
        count.getStyleClass().addAll("caption", "match-count");
        count.setMinWidth(Region.USE_PREF_SIZE);
        count.opacityProperty().bind(model.arrangingProperty().map(busy -> busy ? FADED : 1));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        root = new HBox(
                search,
                layers,
                bound("Target rate \u2265", minRate, "%"),
                bound("\u03c1 \u2265", minRatio, ""),
                ranges.button(),
                marks,
                reset,
                space,
                count);
        root.getChildren().addAll(List.of(trailing));
        root.getStyleClass().addAll("toolbar", "filter-bar");
        subscriptions = Subscription.combine(
                model.filterProperty().subscribe(this::show),
                model.stateProperty().subscribe(now -> showHooks()),
                model.listingProperty().subscribe(now -> showCount()));
    }

    HBox root() {
        return root;
    }

    void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    void close() {
        typing.stop();
        subscriptions.unsubscribe();
        ranges.close();
        completion.dispose();
    }

    private void buildSearch() {
        search.setId("filter-text");
        search.setPromptText("Feature number or label");
        search.setLeft(Icon.SEARCH.node(14));
        search.setPrefWidth(210);
        search.setMinWidth(120);
        search.setTooltip(new Tooltip("Press / to type here"));
        completion.setMinWidth(210);
        typing.setOnFinished(event -> changed(filter -> filter.withText(search.getText())));
        search.textProperty().subscribe(() -> {
            if (!showing) {
                typing.playFromStart();
            }
        });
    }

    /** Labels given so far that contain what is typed, for completion. */
    private List<String> labelsWith(String typed) {
        String wanted = typed.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return List.of();
        }
        return model.notes().all().values().stream()
                .map(FeatureNote::label)
                .filter(label -> label.toLowerCase(Locale.ROOT).contains(wanted))
                .distinct()
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .limit(COMPLETIONS)
                .toList();
    }

    private void buildLayers() {
        layers.setId("filter-layers");
        layers.setAccessibleText("Layers listed");
        layers.setTitle("All layers");
        layers.setPrefWidth(132);
        layers.setConverter(new StringConverter<>() {
            @Override
            public String toString(HookPoint hook) {
                return hook.toString();
            }

            @Override
            public HookPoint fromString(String text) {
                throw new UnsupportedOperationException("layers are chosen, not typed");
            }
        });
        layers.getCheckModel().getCheckedItems().addListener((Observable changed) -> layersChanged());
    }

    private void layersChanged() {
        Set<HookPoint> checked = Set.copyOf(layers.getCheckModel().getCheckedItems());
        changed(filter -> filter.withHooks(checked));
        layers.setTitle(title(checked));
    }

    private static String title(Set<HookPoint> checked) {
        if (checked.isEmpty()) {
            return "All layers";
        }
        return checked.size() == 1 ? checked.iterator().next().toString() : checked.size() + " layers";
    }

    private void buildNumbers() {
        minRate.field().setId("filter-rate");
        minRatio.field().setId("filter-ratio");
        minRate.valueProperty().subscribe(now -> changed(filter -> filter.withMinTargetRate(now.doubleValue() / 100)));
        minRatio.valueProperty().subscribe(now -> changed(filter -> filter.withMinRatio(now.doubleValue())));
    }

    private static Node bound(String name, NumberField field, String unit) {
        Label label = Words.label(name);
        label.setMinWidth(Region.USE_PREF_SIZE);
        HBox box = new HBox(4, label, field);
        if (!unit.isEmpty()) {
            Label unitLabel = Words.label(unit);
            box.getChildren().add(unitLabel);
        }
        field.field().setAccessibleText(name + " " + unit);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("bound");
        return box;
    }

    private void changed(java.util.function.UnaryOperator<RowFilter> change) {
        if (!showing) {
            model.filterProperty().set(change.apply(model.filterProperty().get()));
        }
    }

    /** Puts the controls to what the filter says; a reset comes from elsewhere than these. */
    private void show(RowFilter filter) {
        reset.setVisible(!filter.equals(RowFilter.NONE));
        reset.setManaged(reset.isVisible());
        showing = true;
        if (!search.getText().strip().equalsIgnoreCase(filter.text())) {
            search.setText(filter.text());
        }
        if (filter.hooks().isEmpty() && !layers.getCheckModel().isEmpty()) {
            layers.getCheckModel().clearChecks();
        }
        set(minRate, 100 * least(filter, Statistic.TARGET_RATE));
        set(minRatio, least(filter, Statistic.RATIO));
        marks.setValue(filter.marks());
        showing = false;
    }

    private static double least(RowFilter filter, Statistic statistic) {
        return Math.max(0, filter.range(statistic).least());
    }

    private static void set(NumberField field, double value) {
        // also over what is no number, which leaves the value as it was
        if (!field.validProperty().get() || Math.abs(field.value() - value) > 1e-12) {
            field.setValue(value);
        }
    }

    private void showHooks() {
        if (!layers.getItems().equals(model.hooks())) {
            layers.getItems().setAll(model.hooks());
        }
    }

    private void showCount() {
        int all = model.rows().size();
        int now = model.shown().size();
        count.setText(now == all ? String.format("%,d features", all) : String.format("%,d of %,d features", now, all));
    }
}
