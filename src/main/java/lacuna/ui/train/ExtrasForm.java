package lacuna.ui.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import lacuna.project.AfterTraining;
import lacuna.ui.widget.FormRow;
import lacuna.ui.widget.NumberField;
import lacuna.ui.widget.Words;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.RunSchedule.Kept;
import lacuna.unlearning.UnlearnConfig;

/** The part of the form about more than the training itself: checks, what follows, and several runs at once. */
final class ExtrasForm extends VBox {

    private static final int MOST_STEPS = 1_000_000;

    private final TrainModel model;
    private final NumberField every = NumberField.integer(0, 0, MOST_STEPS);
    private final CheckBox best = new CheckBox("Keep the best check");
    private final CheckBox evaluate = new CheckBox("Evaluate the run");
    private final Map<Vary, TextField> varied = new EnumMap<>(Vary.class);

    ExtrasForm(TrainModel model) {
        this.model = model;
        getStyleClass().addAll("train-form", "train-extras");
        getChildren()
                .addAll(
                        SettingsForm.section(
                                "While training",
                                onlyWhere(true, checks()),
                                onlyWhere(
                                        true,
                                        explained(
                                                best,
                                                RunSchedule.RULE + " Its state becomes the adapter, not the last.")),
                                onlyWhere(false, nothingTrained())),
                        SettingsForm.section(
                                "Afterwards",
                                explained(
                                        evaluate,
                                        "Asks all questions and measures perplexity before and after, so that runs compare.")),
                        SettingsForm.section("Several runs", varyRows()));
        best.setId("train-keep-best");
        evaluate.setId("train-evaluate");
        best.selectedProperty().subscribe(on -> changed());
        evaluate.selectedProperty().subscribe(on -> changed());
        model.settingsProperty().subscribe(config -> changed());
        every.valueProperty().subscribe(value -> changed());
        every.validProperty().subscribe(valid -> changed());
        changed();
    }

    /** Shows a row where the method trains, or where it does not. */
    private <N extends Node> N onlyWhere(boolean trains, N row) {
        row.visibleProperty()
                .bind(model.settingsProperty()
                        .map(UnlearnConfig::trains)
                        .map(does -> does == trains)
                        .orElse(trains));
        row.managedProperty().bind(row.visibleProperty());
        return row;
    }

    private static Label nothingTrained() {
        Label reason = Words.caption(
                "This method trains nothing: there are no steps to check, and no state to keep. What it does to answers shows when it"
                        + " is evaluated.");
        reason.setId("train-no-training");
        return reason;
    }

    private FormRow checks() {
        every.field().setId("train-check-every");
        return new FormRow(
                "Check every",
                every,
                "steps",
                "Asks some questions and continues a few prompts, to see where the run goes; changes no loss. 0 for never.");
    }

    private Node[] varyRows() {
        Label what = Words.caption("List values to line up one run for each combination.");
        List<Node> rows = new java.util.ArrayList<>(List.of(what));
        for (Vary vary : Vary.values()) {
            TextField field = new TextField();
            field.setId(vary.id());
            field.setPromptText(vary.prompt());
            field.textProperty().subscribe(text -> changed());
            varied.put(vary, field);
            FormRow row = new FormRow(vary.label(), field, "", vary.help());
            row.visibleProperty().bind(model.settingsProperty().map(vary::fits));
            row.managedProperty().bind(row.visibleProperty());
            rows.add(row);
        }
        return rows.toArray(Node[]::new);
    }

    private static VBox explained(CheckBox box, String sentence) {
        Label help = new Label(sentence);
        help.getStyleClass().add("form-help");
        help.setWrapText(true);
        box.setAccessibleHelp(sentence);
        VBox row = new VBox(box, help);
        row.getStyleClass().add("form-row");
        return row;
    }

    private void changed() {
        UnlearnConfig config = model.settingsProperty().get();
        boolean trains = config == null || config.trains();
        boolean checking = trains && every.validProperty().get() && every.value() > 0;
        best.setDisable(!checking);
        if (trains && !every.validProperty().get()) {
            model.extrasProblemProperty()
                    .set("Check every: " + every.messageProperty().get());
            return;
        }
        try {
            Map<String, List<JsonNode>> values = new LinkedHashMap<>();
            for (Vary vary : varied.keySet()) {
                List<JsonNode> listed = vary.values(field(vary).getText());
                if (!listed.isEmpty() && config != null && vary.fits(config)) {
                    values.put(vary.key(), listed);
                }
            }
            Kept kept = checking && best.isSelected() ? Kept.BEST : Kept.LAST;
            AfterTraining after = evaluate.isSelected() ? AfterTraining.EVALUATE : AfterTraining.STOP;
            model.extrasProblemProperty().set("");
            RunSchedule schedule = checking ? new RunSchedule((int) every.value(), kept) : RunSchedule.NONE;
            model.extrasProperty().set(new RunOrder.Extras(schedule, after, values));
        } catch (IllegalArgumentException e) {
            model.extrasProblemProperty().set(String.valueOf(e.getMessage()));
        }
    }

    private TextField field(Vary vary) {
        return java.util.Objects.requireNonNull(varied.get(vary));
    }
}
