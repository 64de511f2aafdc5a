package lacuna.ui.features;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Which feature, how it is marked, and what the user calls it. */
final class DetailHeader {

    private final FeaturesModel model;
    private final FeaturesActions actions;
    private final Label title = new Label();
    private final Label hook = new Label();
    private final TextField label = new TextField();
    private final Map<Mark, ToggleButton> buttons = new EnumMap<>(Mark.class);
    private final VBox root;
    private final Subscription subscription;
    private @Nullable FeatureRow row;

    DetailHeader(FeaturesModel model, FeaturesActions actions) {
        this.model = model;
        this.actions = actions;
        title.setId("detail-title");
        title.getStyleClass().add("heading");
        title.setMinWidth(Region.USE_PREF_SIZE);
        hook.getStyleClass().addAll("chip", "mono");
        hook.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(title, hook, space, marks());
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("detail-title-line");
        buildLabel();
        root = new VBox(line, label);
        root.getStyleClass().add("detail-header");
        subscription = model.notes().revisionProperty().subscribe(now -> showNote());
    }

    VBox root() {
        return root;
    }

    void show(FeatureRow shown) {
        commit();
        row = shown;
        title.setText("Feature " + shown.feature());
        hook.setText(shown.hook().toString());
        showNote();
    }

    void focusLabel() {
        label.requestFocus();
        label.selectAll();
    }

    void close() {
        subscription.unsubscribe();
    }

    private HBox marks() {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        box.getStyleClass().add("mark-buttons");
        for (Mark mark : Mark.values()) {
            ToggleButton button = new ToggleButton(mark.title());
            button.setId("mark-" + mark.name().toLowerCase(java.util.Locale.ROOT));
            button.getStyleClass().addAll("small", "mark-button", mark.chip());
            button.setTooltip(new Tooltip(mark.title() + " (" + mark.title().charAt(0) + ")"));
            button.setToggleGroup(group);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setFocusTraversable(false);
            button.setOnAction(event -> {
                FeatureRow shown = row;
                if (shown != null) {
                    actions.mark(mark, List.of(shown));
                    showNote();
                }
            });
            buttons.put(mark, button);
            box.getChildren().add(button);
        }
        return box;
    }

    private void buildLabel() {
        label.setId("feature-label");
        label.setPromptText("What does it stand for? (L)");
        label.setOnAction(event -> commit());
        label.focusedProperty().subscribe(focused -> {
            if (!focused) {
                commit();
            }
        });
    }

    private void commit() {
        FeatureRow shown = row;
        if (shown != null
                && !label.getText().strip().equals(model.notes().of(shown.key()).label())) {
            actions.label(shown, label.getText());
        }
    }

    private void showNote() {
        FeatureRow shown = row;
        if (shown == null) {
            return;
        }
        FeatureNote note = model.notes().of(shown.key());
        label.setText(note.label());
        buttons.forEach((mark, button) -> button.setSelected(mark == note.mark()));
    }
}
