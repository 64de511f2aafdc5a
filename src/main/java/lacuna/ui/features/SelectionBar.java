package lacuna.ui.features;

import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import lacuna.model.HookPoint;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;

/** What is marked for suppression, per layer, always in sight; the preset, and the way back. */
final class SelectionBar {

    private static final int NAMED_LAYERS = 2;
    private static final int MOST_CHIPS = 6;
    private static final int FIRST_CHIPS = 3;

    private final FeaturesModel model;
    private final Label total = new Label();
    private final HBox layers = new HBox();
    private final Label message = Words.label("");
    private final Button preset = new Button("CRISP preset", Icon.SLIDERS.node(14));
    private final Button clear = new Button("Clear all");
    private final HBox root;
    private final Subscription subscriptions;

    /** @param trailing what else there is to do with marks */
    SelectionBar(FeaturesModel model, FeaturesActions actions, Node... trailing) {
        this.model = model;
        PresetPopover popover = new PresetPopover(actions);
        preset.setId("apply-preset");
        preset.setMinWidth(Region.USE_PREF_SIZE);
        preset.setOnAction(event -> popover.toggle(preset));
        Button undo = iconButton(Icon.UNDO.node(14), "Undo (Ctrl+Z)", "undo", actions.marking()::undo);
        undo.disableProperty().bind(model.notes().undoableProperty().not());
        Node again = Icon.UNDO.node(14);
        again.setScaleX(-1);
        Button redo = iconButton(again, "Redo (Ctrl+Shift+Z)", "redo", actions.marking()::redo);
        redo.disableProperty().bind(model.notes().redoableProperty().not());
        clear.setId("clear-marks");
        clear.getStyleClass().addAll("flat", "small");
        clear.setMinWidth(Region.USE_PREF_SIZE);
        clear.setTooltip(new Tooltip("Take all suppress and keep marks away; labels stay"));
        clear.setOnAction(event -> actions.marking().clear());
        total.setId("suppressed-total");
        total.getStyleClass().add("suppressed-total");
        total.setMinWidth(Region.USE_PREF_SIZE);
        layers.getStyleClass().add("layer-counts");
        layers.setAlignment(Pos.CENTER_LEFT);
        message.textProperty().bind(model.messageProperty());
        message.setId("selection-message");
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(message.textProperty());
        message.tooltipProperty().bind(message.textProperty().map(text -> text.isEmpty() ? null : whole));
        HBox.setHgrow(message, Priority.ALWAYS);
        message.setMaxWidth(Double.MAX_VALUE);
        message.setAlignment(Pos.CENTER_RIGHT);
        root = new HBox(total, layers, message, undo, redo, clear, preset);
        root.getChildren().addAll(List.of(trailing));
        root.getStyleClass().addAll("toolbar", "selection-bar");
        subscriptions = Subscription.combine(
                model.notes().revisionProperty().subscribe(now -> showCounts()),
                model.stateProperty().subscribe(now -> showCounts()));
    }

    HBox root() {
        return root;
    }

    void close() {
        subscriptions.unsubscribe();
    }

    private static Button iconButton(Node icon, String tooltip, String id, Runnable action) {
        Button button = new Button("", icon);
        button.setId(id);
        button.getStyleClass().addAll("flat", "button-icon");
        button.setTooltip(new Tooltip(tooltip));
        button.setAccessibleText(tooltip);
        button.setOnAction(event -> action.run());
        return button;
    }

    private void showCounts() {
        int count = model.notes().suppressedCount();
        total.setText(count == 0 ? "Nothing marked to suppress" : String.format("%,d to suppress", count));
        layers.getChildren().clear();
        Map<HookPoint, Integer> perHook = model.notes().suppressedPerHook();
        if (count > 0) {
            showLayers(perHook);
        }
        clear.setDisable(model.notes().all().values().stream().allMatch(note -> note.mark() == Mark.UNDECIDED));
    }

    /** All layers where there are few; else the first that have marks, and the rest behind a tooltip. */
    private void showLayers(Map<HookPoint, Integer> perHook) {
        List<HookPoint> all = model.hooks();
        List<HookPoint> shown = all.size() <= MOST_CHIPS
                ? all
                : all.stream().filter(perHook::containsKey).limit(FIRST_CHIPS).toList();
        shown.forEach(hook -> layers.getChildren().add(chip(hook, perHook.getOrDefault(hook, 0))));
        List<String> rest = perHook.keySet().stream()
                .filter(hook -> !shown.contains(hook))
                .map(hook -> hook + ": " + perHook.get(hook))
                .toList();
        if (!rest.isEmpty()) {
            Label more = new Label("+ " + rest.size() + (rest.size() == 1 ? " layer" : " layers"));
            more.getStyleClass().addAll("chip", "none");
            more.setMinWidth(Region.USE_PREF_SIZE);
            more.setTooltip(new Tooltip("Marked to suppress at\n" + String.join("\n", rest)));
            layers.getChildren().add(more);
        }
    }

    private Label chip(HookPoint hook, int count) {
        // many layers have no room for their full names; the tooltip has
        String name = model.hooks().size() <= NAMED_LAYERS ? hook.toString() : "L" + hook.layer();
        Label chip = new Label(name + "  " + count);
        chip.getStyleClass().addAll("chip", count > 0 ? "target" : "none");
        chip.setMinWidth(Region.USE_PREF_SIZE);
        chip.setTooltip(new Tooltip(hook + ": " + count + " marked to suppress"));
        return chip;
    }
}
