package lacuna.ui.train;

import java.util.List;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import lacuna.ui.widget.FormRow;
import lacuna.unlearning.UnlearnPreset;
import org.jspecify.annotations.Nullable;

/** Which method, and with which of its presets to begin. */
final class MethodChoice extends VBox {

    private final TrainModel model;
    private final TrainController controller;
    private final ComboBox<MethodForm> methods = box("train-method", "Method", MethodForm::title);
    private final ComboBox<UnlearnPreset> presets = box("train-preset", "Preset", PresetText::title);
    private final FormRow methodRow = new FormRow("Method", methods, "", "");
    private final FormRow presetRow = new FormRow("Preset", presets, "", "");
    private boolean showing;

    MethodChoice(TrainModel model, TrainController controller) {
        this.model = model;
        this.controller = controller;
        getStyleClass().add("train-fields");
        getChildren().addAll(methodRow, presetRow);
        methods.valueProperty().subscribe(this::methodChosen);
        presets.valueProperty().subscribe(this::presetChosen);
        model.presetProperty().subscribe(this::show);
    }

    private static <T> ComboBox<T> box(String id, String label, Function<T, String> title) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.setAccessibleText(label);
        box.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(box, Priority.ALWAYS);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : title.apply(value);
            }

            @Override
            public @Nullable T fromString(String text) {
                return null;
            }
        });
        return box;
    }

    private void methodChosen(@Nullable MethodForm method) {
        if (method != null && !showing) {
            of(method).stream().findFirst().ifPresent(controller::use);
        }
    }

    private void presetChosen(@Nullable UnlearnPreset preset) {
        if (preset != null && !showing) {
            controller.use(preset);
        }
    }

    private List<UnlearnPreset> of(MethodForm method) {
        TrainModel.Choices choices = model.choicesProperty().get();
        return choices == null
                ? List.of()
                : choices.presets().stream()
                        .filter(preset -> preset.config().method().equals(method.method()))
                        .toList();
    }

    private void show(@Nullable UnlearnPreset preset) {
        MethodForm method =
                preset == null ? null : MethodForm.of(preset.config()).orElse(null);
        if (preset == null || method == null) {
            return;
        }
        showing = true;
        methods.getItems()
                .setAll(MethodForm.all().stream()
                        .filter(form -> !of(form).isEmpty())
                        .toList());
        methods.setValue(method);
        presets.getItems().setAll(of(method));
        presets.setValue(preset);
        methodRow.setNote(method.sentence());
        presetRow.setNote(PresetText.source(preset));
        showing = false;
    }
}
