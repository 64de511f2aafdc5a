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
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.RunSchedule.Kept;

/** The part of the form about more than the training itself: checks, what follows, and several runs at once. */
final class ExtrasForm extends VBox {

    private static final int MOST_STEPS = 1_000_000;

    private final TrainModel model;
    private final HelpLine help;
    private final NumberField every = NumberField.integer(0, 0, MOST_STEPS);
    private final CheckBox best = new CheckBox("Keep the best check");
    private final CheckBox evaluate = new CheckBox("Evaluate when trained");
    private final Map<Vary, TextField> varied = new EnumMap<>(Vary.class);

    ExtrasForm(TrainModel model, HelpLine help) {
        this.model = model;
        this.help = help;
        getStyleClass().addAll("train-form", "train-extras");
        getChildren().addAll(section("While training", checks(), best, evaluate), section("Several runs", varyRows()));
        explain(
                best,
                "Keep the best check",
                RunSchedule.RULE + " Its state becomes the adapter; without this the last state does.");
        explain(
                evaluate,
                "Evaluate when trained",
                "Asks all questions and measures perplexity before and after, as in Evaluate, so that the list below can compare"
                        + " runs.");
        best.setId("train-keep-best");
        evaluate.setId("train-evaluate");
        best.selectedProperty().subscribe(on -> changed());
        evaluate.selectedProperty().subscribe(on -> changed());
        every.valueProperty().subscribe(value -> changed());
        every.validProperty().subscribe(valid -> changed());
        changed();
    }

    private static VBox section(String title, Node... rows) {
        Label heading = new Label(title);
        heading.getStyleClass().add("train-section");
        VBox box = new VBox(heading);
        box.getStyleClass().add("train-fields");
        box.getChildren().addAll(rows);
        return box;
    }

    private FormRow checks() {
        every.field().setId("train-check-every");
        FormRow row = new FormRow("Check every", every, "steps", "");
        explain(
                row,
                "Check every",
                "Asks some questions of each set and continues a few prompts, to see where the run goes; 0 for never. Takes a"
                        + " little time and changes no loss.");
        return row;
    }

    private Node[] varyRows() {
        Label what = new Label("List values to line up one run for each combination.");
        what.getStyleClass().add("caption");
        what.setWrapText(true);
        List<Node> rows = new java.util.ArrayList<>(List.of(what));
        for (Vary vary : Vary.values()) {
            TextField field = new TextField();
            field.setId(vary.id());
            field.setPromptText(vary.prompt());
            field.textProperty().subscribe(text -> changed());
            varied.put(vary, field);
            FormRow row = new FormRow(vary.label(), field, "", "");
            explain(row, vary.label(), vary.help());
            field.focusedProperty().subscribe(focused -> {
                if (focused) {
                    help.show(vary.label(), vary.help());
                }
            });
            rows.add(row);
        }
        return rows.toArray(Node[]::new);
    }

    private void explain(Node node, String title, String sentence) {
        node.setOnMouseEntered(event -> help.show(title, sentence));
    }

    private void changed() {
        boolean checking = every.validProperty().get() && every.value() > 0;
        best.setDisable(!checking);
        if (!every.validProperty().get()) {
            model.extrasProblemProperty()
                    .set("Check every: " + every.messageProperty().get());
            return;
        }
        try {
            Map<String, List<JsonNode>> values = new LinkedHashMap<>();
            for (Vary vary : varied.keySet()) {
                List<JsonNode> listed = vary.values(field(vary).getText());
                if (!listed.isEmpty()) {
                    values.put(vary.key(), listed);
                }
            }
            Kept kept = checking && best.isSelected() ? Kept.BEST : Kept.LAST;
            AfterTraining after = evaluate.isSelected() ? AfterTraining.EVALUATE : AfterTraining.STOP;
            model.extrasProblemProperty().set("");
            model.extrasProperty().set(new RunOrder.Extras(new RunSchedule((int) every.value(), kept), after, values));
        } catch (IllegalArgumentException e) {
            model.extrasProblemProperty().set(String.valueOf(e.getMessage()));
        }
    }

    private TextField field(Vary vary) {
        return java.util.Objects.requireNonNull(varied.get(vary));
    }
}
