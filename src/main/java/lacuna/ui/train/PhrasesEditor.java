package lacuna.ui.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import lacuna.ui.widget.FormRow;

/** Some phrases, with semicolons or line breaks between. */
final class PhrasesEditor implements FieldEditor {

    private static final int ROWS = 3;

    private final Field field;
    private final TextArea text = new TextArea();
    private final FormRow row;

    PhrasesEditor(Field field, Runnable changed) {
        this.field = field;
        text.setId(field.id());
        text.setAccessibleHelp(field.help());
        text.setWrapText(true);
        text.setPrefRowCount(ROWS);
        text.setPrefColumnCount(1); // as wide as there is room
        text.textProperty().subscribe(value -> changed.run());
        row = new FormRow(field.label(), text, "", field.help());
    }

    @Override
    public Node node() {
        return row;
    }

    @Override
    public void show(JsonNode value) {
        if (!value.equals(value())) {
            List<String> phrases = new ArrayList<>();
            value.forEach(phrase -> phrases.add(phrase.asText()));
            text.setText(String.join("; ", phrases));
        }
    }

    @Override
    public JsonNode value() {
        ArrayNode phrases = NODES.arrayNode();
        for (String phrase : text.getText().split("[;\\n]")) {
            if (!phrase.isBlank()) {
                phrases.add(phrase.strip());
            }
        }
        return phrases;
    }

    @Override
    public String problem() {
        return value().isEmpty() ? field.label() + ": write at least one phrase." : "";
    }

    @Override
    public void compare(JsonNode preset) {
        row.setNote(preset.equals(value()) ? "" : "Changed from the preset.");
    }
}
