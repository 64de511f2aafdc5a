package lacuna.ui.features;

import java.util.List;
import java.util.Objects;
import java.util.prefs.Preferences;
import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.app.Dividers;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.EmptyState;
import org.jspecify.annotations.Nullable;

/** Bars above, table (and scatter) left, the evidence for the selected feature right; or what to do where there is no table yet. */
final class FeaturesView {

    private final FeaturesModel model;
    private final FeaturesActions actions;
    private final StackPane root = new StackPane();
    private final BorderPane workbench = new BorderPane();
    private final FeatureTablePane table;
    private final FilterBar filter;
    private final SelectionBar selection;
    private final RateScatter scatter;
    private final MapPane map;
    private final FeatureDetail detail;
    private final TryTextPane tryText;
    private final PreviewPane preview;
    private final ReviewPane review;
    private final SelectionsPane selections;
    private final LabelsPane labels;
    private final KeySheet keys = new KeySheet();
    private final Subscription subscription;
    private @Nullable ToggleButton mapSwitch;
    private boolean swallowing;

    FeaturesView(
            FeaturesModel model,
            FeaturesActions actions,
            Jobs jobs,
            Reviewer reviewer,
            ThemeManager themes,
            Preferences preferences) {
        this.model = model;
        this.actions = actions;
        table = new FeatureTablePane(model, actions, preferences);
        scatter = new RateScatter(
                model, jobs, themes, table.choice(), picture -> actions.savePicture("scatter", picture));
        map = new MapPane(model, actions, themes, this::select, picture -> actions.savePicture("map", picture));
        detail = new FeatureDetail(model, actions, themes);
        review = new ReviewPane(reviewer, actions, this::find);
        selections = new SelectionsPane(model, actions);
        selection = new SelectionBar(
                model, actions, review.button(), selections.button(), ExportMenu.of(actions), keys.button());
        tryText = new TryTextPane(model, actions, themes);
        preview = new PreviewPane(model, actions);
        labels = new LabelsPane(model, actions);
        filter = new FilterBar(model, labels.button(), ColumnsMenu.of(table.columns()), countAgain());
        workbench.setTop(new VBox(selection.root(), filter.root()));
        workbench.setCenter(split(preferences));
        root.setId("features");
        root.getStyleClass().add("features");
        root.getStylesheets()
                .add(Objects.requireNonNull(FeaturesView.class.getResource("features.css"))
                        .toExternalForm());
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        root.addEventFilter(KeyEvent.KEY_TYPED, this::swallowTyped);
        root.addEventHandler(KeyEvent.KEY_TYPED, this::onTyped);
        subscription = model.stateProperty().subscribe(this::show);
    }

    Parent root() {
        return root;
    }

    void focusTable() {
        table.table().requestFocus();
    }

    /** What was typed and not yet taken over. */
    void commit() {
        detail.commit();
    }

    void close() {
        subscription.unsubscribe();
        table.close();
        filter.close();
        selection.close();
        review.close();
        selections.close();
        labels.close();
        scatter.close();
        map.close();
        detail.close();
        tryText.close();
        preview.close();
    }

    private Button countAgain() {
        Button again = new Button("", Icon.REFRESH.node(14));
        again.setId("count-again");
        again.getStyleClass().addAll("flat", "button-icon");
        again.setTooltip(new Tooltip("Compute the statistics again, for changed corpora or SAEs"));
        again.setAccessibleText("Compute the statistics again");
        again.setOnAction(event -> actions.computeStatistics());
        return again;
    }

    private SplitPane split(Preferences preferences) {
        SplitPane vertical = new SplitPane(table.table());
        vertical.setOrientation(Orientation.VERTICAL);
        PanelSwitch panels = new PanelSwitch(vertical);
        panels.add("Scatter", "scatter-switch", "Target rate over benign rate of every feature listed", scatter::root);
        mapSwitch = panels.add("Map", "map-switch", "Features laid out by how alike their directions are", map::root);
        panels.add("Try a text", "try-switch", "Which features are on in any text", tryText::root);
        panels.add(
                "Preview",
                "preview-switch",
                "Clamp the marked features and compare, before anything is trained",
                preview::root);
        BorderPane left = new BorderPane(vertical);
        left.setBottom(panels.root());
        left.setMinWidth(360);
        SplitPane split = new SplitPane(left, detail.root());
        split.getStyleClass().add("features-split");
        split.setDividerPositions(0.585);
        Dividers.remember("features", split, preferences);
        SplitPane.setResizableWithParent(detail.root(), true);
        VBox.setVgrow(split, Priority.ALWAYS);
        return split;
    }

    private void show(TableState state) {
        if (state instanceof TableState.Ready) {
            root.getChildren().setAll(workbench);
        } else if (state instanceof TableState.Running running) {
            root.getChildren()
                    .setAll(new RunningPane(
                                    Icon.FEATURES, "Counting feature activity", running.job(), "cancel-statistics")
                            .root());
        } else if (state instanceof TableState.Failed failed) {
            root.getChildren()
                    .setAll(new EmptyState(
                            Icon.ERROR,
                            "The statistics could not be computed",
                            failed.sentence(),
                            "Try again",
                            actions::computeStatistics));
        } else if (state instanceof TableState.NoStatistics) {
            root.getChildren()
                    .setAll(new EmptyState(
                            Icon.FEATURES,
                            "No statistics yet",
                            "One pass of the model over the target and the benign corpus counts when each feature is active,"
                                    + " how strongly, and on which passages. It can be cancelled and resumed.",
                            "Compute statistics",
                            actions::computeStatistics));
        } else {
            root.getChildren()
                    .setAll(
                            new EmptyState(
                                    Icon.FEATURES,
                                    "No project is open",
                                    "Open or create a project first; its model, SAEs and corpora decide which features there are."));
        }
    }

    /** Brings a feature into sight, if need be by taking the filter away. */
    void find(FeatureKey key) {
        if (model.shown().indexOf(key) < 0) {
            model.filterProperty().set(RowFilter.NONE);
        }
        model.whenArranged(() -> table.reveal(model.shown().indexOf(key)));
    }

    void showMap() {
        if (mapSwitch != null) {
            mapSwitch.setSelected(true);
        }
    }

    /** Selects features, if need be with the filter out of the way. */
    private void select(List<FeatureKey> keys) {
        if (model.shown().placesOf(keys).length < keys.size()) {
            model.filterProperty().set(RowFilter.NONE);
        }
        model.whenArranged(() -> table.choice().all(model.shown().placesOf(keys)));
    }

    /** The rows selected in the table. */
    List<FeatureKey> chosen() {
        return table.chosen().stream().map(FeatureRow::key).toList();
    }

    /** The key that brings the focus to a field must not be typed into it as well. */
    private void typeInto(Runnable focus) {
        focus.run();
        swallowing = true;
    }

    private void swallowTyped(KeyEvent event) {
        if (swallowing) {
            swallowing = false;
            event.consume();
        }
    }

    private void onKey(KeyEvent event) {
        if (!takesKeys(event)) {
            return;
        }
        if (event.isShortcutDown()) {
            onShortcut(event);
            return;
        }
        if (event.isAltDown()) {
            return;
        }
        switch (event.getCode()) {
            case S -> actions.marking().mark(Mark.SUPPRESS, table.chosen());
            case K -> actions.marking().mark(Mark.KEEP, table.chosen());
            case U -> actions.marking().mark(Mark.UNDECIDED, table.chosen());
            case J -> table.move(event.isShiftDown() ? -1 : 1);
            case L -> typeInto(detail::focusLabel);
            case T -> typeInto(detail::focusTags);
            case N -> detail.openNote();
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** By what is typed and not by the key: the slash has a key of its own on few keyboards. */
    private void onTyped(KeyEvent event) {
        if (!takesKeys(event) || event.isShortcutDown()) {
            return;
        }
        if (event.getCharacter().equals("/")) {
            filter.focusSearch();
        } else if (event.getCharacter().equals("?")) {
            keys.toggle();
        } else {
            return;
        }
        event.consume();
    }

    private boolean takesKeys(KeyEvent event) {
        return !(event.getTarget() instanceof TextInputControl)
                && model.stateProperty().get() instanceof TableState.Ready;
    }

    private void onShortcut(KeyEvent event) {
        if (event.getCode() == KeyCode.Z && event.isShiftDown() || event.getCode() == KeyCode.Y) {
            actions.marking().redo();
        } else if (event.getCode() == KeyCode.Z) {
            actions.marking().undo();
        } else {
            return;
        }
        event.consume();
    }
}
