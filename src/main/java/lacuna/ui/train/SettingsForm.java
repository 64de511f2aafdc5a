package lacuna.ui.train;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import lacuna.model.Projection;
import lacuna.selection.CrispMode;
import lacuna.ui.widget.FormRow;
import lacuna.ui.widget.NumberField;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.jspecify.annotations.Nullable;

/** The settings of a run. Writes the model whenever an entry changes; fills itself when the model's settings are set. */
final class SettingsForm extends VBox {

    private final TrainModel model;
    private final TrainController controller;
    private final HelpLine help;
    private final Map<Setting, NumberField> numbers = new EnumMap<>(Setting.class);
    private final Map<Projection, ToggleButton> projections = new EnumMap<>(Projection.class);
    private final ModeChoice modes = new ModeChoice();
    private final ComboBox<UnlearnPreset> presets = new ComboBox<>();
    private final Label presetSource = new Label();
    private boolean filling;

    SettingsForm(TrainModel model, TrainController controller, HelpLine help) {
        this.model = model;
        this.controller = controller;
        this.help = help;
        getStyleClass().add("train-form");
        for (Setting setting : Setting.values()) {
            numbers.put(setting, field(setting));
        }
        getChildren()
                .addAll(
                        section("Method", presetRow(), presetSource, modes),
                        section("Features", marks()),
                        section(
                                "Loss",
                                row(Setting.SUPPRESSION),
                                row(Setting.ALPHA),
                                row(Setting.BETA),
                                row(Setting.GAMMA)),
                        section(
                                "Adapter",
                                row(Setting.RANK),
                                row(Setting.LORA_ALPHA),
                                row(Setting.DROPOUT),
                                blocksRow(),
                                projectionsRow()),
                        section(
                                "Training",
                                row(Setting.LEARNING_RATE),
                                row(Setting.STEPS),
                                row(Setting.BATCH_SIZE),
                                row(Setting.MAX_TOKENS),
                                row(Setting.SEED)),
                        section(
                                "Finer points",
                                row(Setting.WARMUP),
                                row(Setting.GRADIENT_LIMIT),
                                row(Setting.COHERENCE_BATCH),
                                row(Setting.CHECKPOINT_EVERY)));
        modes.chosenProperty().subscribe(this::modeChosen);
        model.choicesProperty().subscribe(this::offer);
        model.settingsProperty().subscribe(this::fill);
        model.presetProperty().subscribe(this::showPreset);
    }

    private static VBox section(String title, Node... rows) {
        Label heading = new Label(title);
        heading.getStyleClass().add("train-section");
        VBox box = new VBox(heading);
        box.getStyleClass().add("train-fields");
        box.getChildren().addAll(rows);
        return box;
    }

    private NumberField field(Setting setting) {
        NumberField field = setting.isInteger()
                ? NumberField.integer((int) setting.min(), (int) setting.min(), (int) setting.max())
                : NumberField.decimal(Math.max(setting.min(), 0), setting.min(), setting.max());
        field.field().setId(setting.id());
        field.field().setAccessibleText(setting.label());
        field.field().setAccessibleHelp(setting.help());
        field.field().focusedProperty().subscribe(focused -> {
            if (focused) {
                explain(setting);
            }
        });
        field.valueProperty().subscribe(value -> changed());
        field.validProperty().subscribe(valid -> changed());
        return field;
    }

    private NumberField number(Setting setting) {
        return java.util.Objects.requireNonNull(numbers.get(setting));
    }

    private FormRow row(Setting setting) {
        FormRow row = new FormRow(setting.label(), number(setting), setting.unit(), "");
        row.setOnMouseEntered(event -> explain(setting));
        return row;
    }

    private void explain(Setting setting) {
        UnlearnPreset preset = model.presetProperty().get();
        TrainModel.Choices choices = model.choicesProperty().get();
        String usual = preset != null
                        && choices != null
                        && SettingsFit.to(preset.config(), choices) instanceof CrispConfig crisp
                ? " Preset: " + Numbers.setting(setting.of(crisp)) + "."
                : "";
        help.show(setting.label(), setting.help() + usual);
    }

    private Node presetRow() {
        presets.setId("train-preset");
        presets.setAccessibleText("Preset");
        presets.setMaxWidth(Double.MAX_VALUE);
        presets.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable UnlearnPreset preset) {
                return preset == null ? "" : PresetText.title(preset);
            }

            @Override
            public @Nullable UnlearnPreset fromString(String text) {
                return null;
            }
        });
        presets.valueProperty().subscribe(preset -> {
            if (preset != null && preset != model.presetProperty().get()) {
                controller.use(preset);
            }
        });
        presetSource.getStyleClass().add("caption");
        presetSource.setWrapText(true);
        HBox.setHgrow(presets, javafx.scene.layout.Priority.ALWAYS);
        return new FormRow("Preset", presets, "", "");
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

    private Node blocksRow() {
        Label to = new Label("to");
        to.getStyleClass().add("form-unit");
        HBox pair = new HBox(8, number(Setting.FIRST_BLOCK), to, number(Setting.LAST_BLOCK));
        pair.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        pair.getStyleClass().add("train-pair");
        FormRow row = new FormRow(Setting.FIRST_BLOCK.label(), pair, "", "");
        row.setOnMouseEntered(event -> explain(Setting.FIRST_BLOCK));
        return row;
    }

    private Node projectionsRow() {
        FlowPane line = new FlowPane(4, 4);
        for (Projection projection : Projection.seven()) {
            ToggleButton button = new ToggleButton(projection.shortName());
            button.setId("train-projection-" + button.getText());
            button.getStyleClass().addAll("small", "train-projection");
            button.setAccessibleText("Adapt " + projection.meaning());
            button.selectedProperty().subscribe(selected -> changed());
            projections.put(projection, button);
            line.getChildren().add(button);
        }
        FormRow row = new FormRow("Projections", line, "", "");
        row.setOnMouseEntered(
                event -> help.show(
                        "Projections",
                        "Linear maps of a block that get LoRA factors. The released code adapts all seven; fewer change less."));
        return row;
    }

    private void offer(TrainModel.@Nullable Choices choices) {
        filling = true;
        presets.getItems().setAll(choices == null ? List.of() : choices.presets());
        filling = false;
    }

    private void showPreset(@Nullable UnlearnPreset preset) {
        presets.setValue(preset);
        presetSource.setText(preset == null ? "" : PresetText.source(preset));
    }

    private void fill(@Nullable UnlearnConfig config) {
        if (!(config instanceof CrispConfig crisp) || filling) {
            return;
        }
        fill(crisp);
    }

    private void fill(CrispConfig config) {
        filling = true;
        modes.choose(config.mode());
        numbers.forEach((setting, field) -> {
            double value = setting.of(config);
            if (!field.validProperty().get() || field.value() != value) {
                field.setValue(value);
            }
        });
        projections.forEach((projection, button) ->
                button.setSelected(config.lora().projections().contains(projection)));
        filling = false;
        showMode(config.mode());
        changed();
    }

    private void modeChosen(CrispMode mode) {
        showMode(mode);
        changed();
    }

    private void showMode(CrispMode mode) {
        number(Setting.ALPHA).setDisable(mode == CrispMode.CODE);
        number(Setting.COHERENCE_BATCH).setDisable(mode == CrispMode.CODE);
    }

    private void changed() {
        TrainModel.Choices choices = model.choicesProperty().get();
        if (filling || choices == null || projections.isEmpty()) {
            return;
        }
        for (Setting setting : Setting.values()) {
            NumberField field = number(setting);
            if (!field.validProperty().get()) {
                model.problemProperty()
                        .set(setting.label() + ": " + field.messageProperty().get());
                return;
            }
        }
        FormValues values = new FormValues(
                modes.chosenProperty().get(),
                chosenProjections(),
                setting -> number(setting).value());
        String problem = values.problem(choices.blocks());
        model.problemProperty().set(problem);
        if (problem.isEmpty()) {
            filling = true;
            model.settingsProperty().set(values.config());
            filling = false;
        }
    }

    private Set<Projection> chosenProjections() {
        Set<Projection> chosen = EnumSet.noneOf(Projection.class);
        projections.forEach((projection, button) -> {
            if (button.isSelected()) {
                chosen.add(projection);
            }
        });
        return chosen;
    }
}
