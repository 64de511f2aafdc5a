package lacuna.ui.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import javafx.scene.Node;

/** The control of one field, which shows and gives the value as the settings' JSON has it. */
interface FieldEditor {

    JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Label, control, and the sentence on what it changes. */
    Node node();

    void show(JsonNode value);

    JsonNode value();

    /** What is wrong with the entry, as a sentence; empty if nothing is. */
    String problem();

    /** Says what the preset has, where that is another value. */
    void compare(JsonNode preset);

    /** @param changed called whenever the user changes the entry */
    static FieldEditor of(Field field, int blocks, Runnable changed) {
        if (field instanceof Field.Whole || field instanceof Field.Decimal || field instanceof Field.Block) {
            return new NumberEditor(field, blocks, changed);
        }
        if (field instanceof Field.Blocks) {
            return new BlocksEditor(field, blocks, changed);
        }
        if (field instanceof Field.Maps) {
            return new MapsEditor(field, changed);
        }
        return field instanceof Field.Choice choice
                ? new ChoiceEditor(choice, changed)
                : new PhrasesEditor(field, changed);
    }
}
