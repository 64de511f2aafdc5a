package lacuna.ui.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run, by the description of its method. Writes the model whenever an entry changes; fills itself when the model's
 * settings are set, with other fields if they are another method's.
 */
final class SettingsForm extends VBox {

    private final TrainModel model;
    private final TrainController controller;
    private final MethodChoice choice;
    private final VBox groups = new VBox();
    private final Map<Field, FieldEditor> editors = new LinkedHashMap<>();
    private @Nullable MethodForm shown;
    private int blocks;
    private boolean filling;

    SettingsForm(TrainModel model, TrainController controller) {
        this.model = model;
        this.controller = controller;
        this.choice = new MethodChoice(model, controller);
        getStyleClass().add("train-form");
        groups.getStyleClass().add("train-groups");
        VBox features = section("Features", marks());
        features.visibleProperty().bind(model.settingsProperty().map(SettingsForm::needsFeatures));
        features.managedProperty().bind(features.visibleProperty());
        getChildren().addAll(section("Method", choice), features, groups);
        model.settingsProperty().subscribe(this::fill);
        model.presetProperty().subscribe(preset -> compare());
    }

    private static boolean needsFeatures(UnlearnConfig config) {
        return config.featureMode().isPresent();
    }

    static VBox section(String title, Node... rows) {
        Label heading = new Label(title);
        heading.getStyleClass().add("train-section");
        VBox box = new VBox(heading);
        box.getStyleClass().add("train-fields");
        box.getChildren().addAll(rows);
        return box;
    }

    private Node marks() {
        Label count = new Label();
        count.setId("train-marks");
        count.textProperty().bind(model.marksProperty().map(MarkSummary::sentence));
        Hyperlink change = new Hyperlink("Change in Features");
        change.setId("train-show-features");
        change.setOnAction(event -> controller.showFeatures());
        return new VBox(count, change);
    }

    private void fill(@Nullable UnlearnConfig config) {
        TrainModel.Choices choices = model.choicesProperty().get();
        if (config == null || choices == null || filling) {
            return;
        }
        MethodForm form = MethodForm.of(config).orElse(null);
        if (form == null) {
            return; // not offered: see TrainWiring
        }
        filling = true;
        if (form != shown || choices.blocks() != blocks) {
            build(form, choices.blocks());
        }
        ObjectNode tree = SettingsTree.of(config);
        editors.forEach((field, editor) -> editor.show(SettingsTree.get(tree, field.path())));
        filling = false;
        changed();
    }

    private void build(MethodForm form, int ofModel) {
        shown = form;
        blocks = ofModel;
        editors.clear();
        groups.getChildren().clear();
        for (MethodForm.Group group : form.groups()) {
            VBox section = section(group.title());
            for (Field field : group.fields()) {
                FieldEditor editor = FieldEditor.of(field, blocks, this::changed);
                editors.put(field, editor);
                section.getChildren().add(editor.node());
            }
            groups.getChildren().add(section);
        }
    }

    private void changed() {
        UnlearnConfig before = model.settingsProperty().get();
        MethodForm form = shown;
        if (filling || before == null || form == null) {
            return;
        }
        compare();
        for (FieldEditor editor : editors.values()) {
            if (!editor.problem().isEmpty()) {
                model.problemProperty().set(editor.problem());
                return;
            }
        }
        ObjectNode tree = SettingsTree.of(before);
        editors.forEach((field, editor) -> SettingsTree.set(tree, field.path(), editor.value()));
        form.rules().settle(tree);
        Set<String> idle = form.rules().idle(tree);
        editors.forEach((field, editor) -> editor.node().setDisable(idle.contains(field.path())));
        try {
            UnlearnConfig config = SettingsTree.config(tree);
            model.problemProperty().set("");
            filling = true;
            model.settingsProperty().set(config);
            filling = false;
        } catch (IllegalArgumentException e) {
            model.problemProperty().set(String.valueOf(e.getMessage()));
        }
    }

    /** Says at each entry what the preset has there, where that is something else. */
    private void compare() {
        UnlearnPreset preset = model.presetProperty().get();
        TrainModel.Choices choices = model.choicesProperty().get();
        MethodForm form = shown;
        if (preset == null
                || choices == null
                || form == null
                || !form.method().equals(preset.config().method())) {
            return;
        }
        ObjectNode usual = SettingsTree.of(SettingsTree.fitted(preset.config(), choices));
        editors.forEach((field, editor) -> {
            if (SettingsTree.get(usual, field.path()).isMissingNode()) {
                return; // left out of files because it is the usual value
            }
            editor.compare(SettingsTree.get(usual, field.path()));
        });
    }
}
