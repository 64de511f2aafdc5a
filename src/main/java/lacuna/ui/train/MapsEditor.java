package lacuna.ui.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.EnumMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import lacuna.model.Projection;
import lacuna.ui.widget.FormRow;

/** Which linear maps of a block get factors. */
final class MapsEditor implements FieldEditor {

    private final Map<Projection, ToggleButton> buttons = new EnumMap<>(Projection.class);
    private final FormRow row;

    MapsEditor(Field field, Runnable changed) {
        FlowPane line = new FlowPane(4, 4);
        for (Projection projection : Projection.seven()) {
            ToggleButton button = new ToggleButton(projection.shortName());
            button.setId("train-projection-" + button.getText());
            button.getStyleClass().addAll("small", "train-projection");
            button.setAccessibleText("Adapt " + projection.meaning());
            button.selectedProperty().subscribe(selected -> changed.run());
            buttons.put(projection, button);
            line.getChildren().add(button);
        }
        row = new FormRow(field.label(), line, "", field.help());
    }

    @Override
    public Node node() {
        return row;
    }

    @Override
    public void show(JsonNode value) {
        buttons.forEach((projection, button) -> button.setSelected(has(value, projection)));
    }

    private static boolean has(JsonNode value, Projection projection) {
        for (JsonNode name : value) {
            if (name.asText().equals(projection.name())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public JsonNode value() {
        ArrayNode chosen = NODES.arrayNode();
        buttons.forEach((projection, button) -> {
            if (button.isSelected()) {
                chosen.add(projection.name());
            }
        });
        return chosen;
    }

    @Override
    public String problem() {
        return value().isEmpty() ? "Choose at least one projection for the adapter." : "";
    }

    @Override
    public void compare(JsonNode preset) {
        boolean same = buttons.entrySet().stream()
                .allMatch(entry -> entry.getValue().isSelected() == has(preset, entry.getKey()));
        row.setNote(same || preset.size() != buttons.size() ? "" : "Preset: all.");
    }
}
