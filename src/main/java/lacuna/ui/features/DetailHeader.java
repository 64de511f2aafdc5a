package lacuna.ui.features;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.theme.Icon;
import org.jspecify.annotations.Nullable;

/** Which feature, how it is marked, what the user calls it and why, and what others call it. */
final class DetailHeader {

    private final FeaturesModel model;
    private final FeaturesActions actions;
    private final Label title = new Label();
    private final Label hook = new Label();
    private final TextField label = new TextField();
    private final TextField tags = new TextField();
    private final TextArea note = new TextArea();
    private final Button noteButton = new Button("Note", Icon.MESSAGE.node(14));
    private final ImportedLabels imported;
    private final Map<Mark, ToggleButton> buttons = new EnumMap<>(Mark.class);
    private final VBox root;
    private final Subscription subscription;
    private @Nullable FeatureRow row;

    DetailHeader(FeaturesModel model, FeaturesActions actions) {
        this.model = model;
        this.actions = actions;
        this.imported = new ImportedLabels(text -> {
            FeatureRow shown = row;
            if (shown != null) {
                actions.marking().label(shown, text);
            }
        });
        title.setId("detail-title");
        title.getStyleClass().add("heading");
        title.setMinWidth(Region.USE_PREF_SIZE);
        hook.setId("detail-hook");
        hook.getStyleClass().addAll("chip", "mono");
        hook.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(title, hook, space, marks());
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("detail-title-line");
        root = new VBox(line, words(), imported.root());
        root.getStyleClass().add("detail-header");
        subscription = model.notes().revisionProperty().subscribe(now -> showNote());
    }

    VBox root() {
        return root;
    }

    void show(FeatureRow shown) {
        commit();
        row = shown;
        for (TextInputControl field : List.of(label, tags, note)) {
            field.setUserData(null); // whatever is typed there is of the row before
        }
        title.setText("Feature " + shown.feature());
        hook.setText(shown.hook().toString());
        showNote();
    }

    void focusLabel() {
        focus(label);
    }

    void focusTags() {
        focus(tags);
    }

    void openNote() {
        noteButton.fire();
    }

    void close() {
        subscription.unsubscribe();
    }

    private static void focus(TextField field) {
        field.requestFocus();
        field.selectAll();
    }

    private HBox marks() {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        box.getStyleClass().add("mark-buttons");
        for (Mark mark : Mark.values()) {
            ToggleButton button = new ToggleButton(mark.title());
            button.setId("mark-" + mark.name().toLowerCase(Locale.ROOT));
            button.getStyleClass().addAll("small", "mark-button", mark.chip());
            button.setTooltip(new Tooltip(mark.title() + " (" + mark.title().charAt(0) + ")"));
            button.setToggleGroup(group);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setFocusTraversable(false);
            button.setOnAction(event -> {
                FeatureRow shown = row;
                if (shown != null) {
                    actions.marking().mark(mark, List.of(shown));
                    showNote();
                }
            });
            buttons.put(mark, button);
            box.getChildren().add(button);
        }
        return box;
    }

    private HBox words() {
        field(label, "feature-label", "What does it stand for? (L)", "Label");
        HBox.setHgrow(label, Priority.ALWAYS);
        field(tags, "feature-tags", "Tags (T)", "Tags");
        tags.setPrefWidth(120);
        tags.setMinWidth(72);
        note.setId("feature-note");
        note.setPromptText("Why? What speaks for it, what against?");
        note.setAccessibleText("Note");
        note.setWrapText(true);
        note.setPrefSize(360, 120);
        commitOnLeaving(note);
        noteButton.setId("note-button");
        noteButton.getStyleClass().add("small");
        noteButton.setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(noteButton, "A note on this feature (N)");
        Popovers.under(noteButton, note);
        HBox line = new HBox(label, tags, noteButton);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("detail-title-line");
        return line;
    }

    private void field(TextField field, String id, String prompt, String name) {
        field.setId(id);
        field.setPromptText(prompt);
        field.setAccessibleText(name);
        field.setOnAction(event -> commit());
        commitOnLeaving(field);
    }

    private void commitOnLeaving(TextInputControl field) {
        field.focusedProperty().subscribe(focused -> {
            if (!focused) {
                commit();
            }
        });
    }

    void commit() {
        FeatureRow shown = row;
        if (shown != null) {
            FeatureNote before = model.notes().of(shown.key());
            FeatureNote now = before.withLabel(label.getText().strip())
                    .withTags(FeatureNote.tags(tags.getText()))
                    .withNote(note.getText().strip());
            if (!now.equals(before)) {
                actions.marking().describe(shown, now);
            }
        }
    }

    private void showNote() {
        FeatureRow shown = row;
        if (shown == null) {
            return;
        }
        FeatureNote said = model.notes().of(shown.key());
        put(label, said.label());
        put(tags, String.join(" ", said.tags()));
        put(note, said.note());
        noteButton.setText(said.note().isEmpty() ? "Note" : "Note \u2022");
        imported.show(model.notes().imported(shown.key()));
        buttons.forEach((mark, button) -> button.setSelected(mark == said.mark()));
    }

    /** What is being typed stays as long as nothing else was said: labels of others may come in meanwhile. */
    private static void put(TextInputControl field, String text) {
        if (!text.equals(field.getUserData())) {
            field.setUserData(text);
            if (!field.getText().equals(text)) {
                field.setText(text);
            }
        }
    }
}
