package lacuna.ui.compare;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.model.GenerationConfig;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.NumberField;
import lacuna.ui.widget.Words;

/** Which run, how to generate, and the button that does it. */
final class GenerationBar extends VBox {

    private static final double USUAL_TEMPERATURE = 0.8;

    private final CompareModel model;
    private final CompareController controller;
    private final ToggleButton greedy = new ToggleButton("Greedy");
    private final ToggleButton sampling = new ToggleButton("Sampling");
    private final NumberField tokens = NumberField.integer(48, 1, 4096);
    private final NumberField temperature = NumberField.decimal(USUAL_TEMPERATURE, 0.01, 10);
    private final NumberField seed = NumberField.integer(0, 0, Integer.MAX_VALUE);
    private GenerationConfig given = GenerationConfig.greedy(1); // keeps what has no field here: top-k and top-p
    private boolean filling;

    GenerationBar(CompareModel model, CompareController controller) {
        this.model = model;
        this.controller = controller;
        getStyleClass().add("generation-bar");
        getChildren().addAll(runLine(), settingsLine(), problem());
        tokens.field().setId("compare-tokens");
        tokens.field().setAccessibleText("Tokens to generate");
        temperature.field().setId("compare-temperature");
        temperature.field().setAccessibleText("Temperature");
        seed.field().setId("compare-seed");
        seed.field().setAccessibleText("Seed");
        model.settingsProperty().subscribe(this::fill);
        // after the fields are filled, for a subscription calls back at once
        for (NumberField field : new NumberField[] {tokens, temperature, seed}) {
            field.valueProperty().subscribe(value -> changed());
        }
    }

    private Node runLine() {
        RunPicker runs = new RunPicker(model);
        Label label = Words.label("Beside the untouched model");
        label.setLabelFor(runs);
        label.setMinWidth(USE_PREF_SIZE);
        Button train = new Button("Train one");
        train.getStyleClass().add("flat");
        train.setOnAction(event -> controller.showTrain());
        train.visibleProperty().bind(Bindings.isEmpty(model.runs()));
        train.managedProperty().bind(train.visibleProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(8, label, runs, train, space, blind(), generate(), cancel());
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private Node blind() {
        ToggleButton blind = new ToggleButton("Blind");
        blind.setId("compare-blind");
        blind.setTooltip(new Tooltip("Hides which model wrote what, shuffled for each prompt"));
        blind.setOnAction(event -> controller.blind(blind.isSelected()));
        model.blindProperty().subscribe(order -> {
            blind.setSelected(order != null);
            blind.setText(order == null ? "Blind" : "Reveal");
        });
        blind.setMinWidth(USE_PREF_SIZE);
        return blind;
    }

    private Button generate() {
        Button generate = new Button("Generate", Icon.PLAY.node(14));
        generate.setId("compare-generate");
        generate.getStyleClass().add("accent");
        generate.setMinWidth(USE_PREF_SIZE);
        generate.setTooltip(
                new Tooltip("Continues every ticked prompt; what would come out the same is not made again"));
        generate.setOnAction(event -> controller.generate());
        generate.visibleProperty().bind(model.runningProperty().not());
        generate.managedProperty().bind(generate.visibleProperty());
        generate.disableProperty().bind(model.problemProperty().isNotEmpty());
        return generate;
    }

    private Button cancel() {
        Button cancel = new Button("Cancel", Icon.STOP.node(14));
        cancel.setId("compare-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.textProperty()
                .bind(model.stoppingProperty().map(stopping -> stopping ? "Stopping after this token" : "Cancel"));
        cancel.disableProperty().bind(model.stoppingProperty());
        cancel.setOnAction(event -> controller.cancel());
        cancel.visibleProperty().bind(model.runningProperty());
        cancel.managedProperty().bind(cancel.visibleProperty());
        return cancel;
    }

    private Node settingsLine() {
        ToggleGroup group = new ToggleGroup();
        greedy.setId("compare-greedy");
        greedy.setToggleGroup(group);
        greedy.getStyleClass().addAll("left-pill", "small");
        greedy.setOnAction(event -> choose(greedy));
        sampling.setId("compare-sampling");
        sampling.setToggleGroup(group);
        sampling.getStyleClass().addAll("right-pill", "small");
        sampling.setOnAction(event -> choose(sampling));
        HBox sampled = new HBox(16, labelled("Temperature", temperature), labelled("Seed, the same for all", seed));
        sampled.setAlignment(Pos.CENTER_LEFT);
        sampled.visibleProperty().bind(sampling.selectedProperty());
        HBox line = new HBox(16, new HBox(greedy, sampling), labelled("New tokens, at most", tokens), sampled);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    /** What keeps the button from being pressed. */
    private Node problem() {
        model.problemProperty()
                .bind(Bindings.createStringBinding(
                        this::wrong,
                        greedy.selectedProperty(),
                        tokens.messageProperty(),
                        temperature.messageProperty(),
                        seed.messageProperty()));
        Label problem = Words.label("");
        problem.setId("compare-problem");
        problem.getStyleClass().add("compare-problem");
        problem.textProperty().bind(model.problemProperty());
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        return problem;
    }

    private String wrong() {
        String wrong = wrong("New tokens", tokens);
        if (wrong.isEmpty() && !greedy.isSelected()) {
            wrong = wrong("Temperature", temperature);
        }
        return wrong.isEmpty() && !greedy.isSelected() ? wrong("Seed", seed) : wrong;
    }

    private static String wrong(String name, NumberField field) {
        String message = field.messageProperty().get();
        return message.isEmpty() ? "" : name + ": " + message;
    }

    private static HBox labelled(String text, NumberField field) {
        Label label = Words.label(text);
        label.setLabelFor(field.field());
        HBox box = new HBox(8, label, field);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private void choose(ToggleButton button) {
        button.setSelected(true); // one of the two is always chosen
        changed();
    }

    private void fill(GenerationConfig config) {
        if (filling) {
            return;
        }
        given = config;
        filling = true;
        greedy.setSelected(config.temperature() == 0);
        sampling.setSelected(config.temperature() != 0);
        tokens.setValue(config.maxNewTokens());
        temperature.setValue(config.temperature() == 0 ? USUAL_TEMPERATURE : config.temperature());
        seed.setValue(config.seed());
        filling = false;
    }

    private void changed() {
        if (filling) {
            return;
        }
        filling = true;
        model.settingsProperty()
                .set(
                        greedy.isSelected()
                                ? GenerationConfig.greedy(tokens.intValue())
                                : new GenerationConfig(
                                        tokens.intValue(),
                                        temperature.value(),
                                        given.topK(),
                                        given.topP(),
                                        seed.intValue()));
        filling = false;
    }
}
