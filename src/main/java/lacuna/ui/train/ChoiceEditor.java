package lacuna.ui.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One of a few, side by side, and beneath them what the chosen one means. */
final class ChoiceEditor implements FieldEditor {

    private final Map<Field.Choice.Option, ToggleButton> buttons = new LinkedHashMap<>();
    private final Label sentence = new Label();
    private final VBox box;
    private final Runnable changed;
    private Field.Choice.Option chosen;

    ChoiceEditor(Field.Choice field, Runnable changed) {
        this.changed = changed;
        this.chosen = field.options().get(0);
        Label name = new Label(field.label());
        name.getStyleClass().add("form-label");
        HBox line = new HBox();
        line.getStyleClass().add("train-segments");
        ToggleGroup group = new ToggleGroup();
        int count = field.options().size();
        for (Field.Choice.Option option : field.options()) {
            ToggleButton button = button(field, option, group);
            button.getStyleClass()
                    .add(buttons.isEmpty() ? "left-pill" : buttons.size() == count - 1 ? "right-pill" : "center-pill");
            buttons.put(option, button);
            line.getChildren().add(button);
        }
        sentence.setWrapText(true);
        sentence.getStyleClass().add("form-help");
        sentence.setId(field.id() + "-sentence");
        box = new VBox(name, line, sentence);
        box.getStyleClass().add("train-choice");
        choose(chosen);
    }

    private ToggleButton button(Field.Choice field, Field.Choice.Option option, ToggleGroup group) {
        ToggleButton button = new ToggleButton(option.title());
        button.setId(field.id() + "-" + option.title().toLowerCase(Locale.ROOT));
        button.setAccessibleText(field.label() + ": " + option.title());
        button.setAccessibleHelp(option.sentence());
        button.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(button, Priority.ALWAYS);
        button.setToggleGroup(group);
        button.setOnAction(event -> {
            button.setSelected(true); // one of them is always chosen
            choose(option);
            changed.run();
        });
        return button;
    }

    private void choose(Field.Choice.Option option) {
        chosen = option;
        buttons.forEach((each, button) -> button.setSelected(each == option));
        sentence.setText(option.sentence());
    }

    @Override
    public Node node() {
        return box;
    }

    /** Without a value the first option is the usual one. */
    @Override
    public void show(JsonNode value) {
        buttons.keySet().stream()
                .filter(option -> value.isMissingNode() || option.value().equals(value.asText()))
                .findFirst()
                .ifPresent(this::choose);
    }

    @Override
    public JsonNode value() {
        return NODES.textNode(chosen.value());
    }

    @Override
    public String problem() {
        return "";
    }

    @Override
    public void compare(JsonNode preset) {
        String usual = buttons.keySet().stream()
                .filter(option -> option.value().equals(preset.asText()) && option != chosen)
                .map(option -> " Preset: " + option.title() + ".")
                .findFirst()
                .orElse("");
        sentence.setText(chosen.sentence() + usual);
    }
}
