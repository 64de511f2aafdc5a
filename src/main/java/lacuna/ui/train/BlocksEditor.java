package lacuna.ui.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import lacuna.ui.widget.FormRow;
import lacuna.ui.widget.NumberField;

/** First and last block of a run of blocks. */
final class BlocksEditor implements FieldEditor {

    private static final int MOST = 1000;

    private final Field field;
    private final int blocks;
    private final NumberField first = NumberField.integer(0, 0, MOST);
    private final NumberField last = NumberField.integer(0, 0, MOST);
    private final FormRow row;

    BlocksEditor(Field field, int blocks, Runnable changed) {
        this.field = field;
        this.blocks = blocks;
        prepare(first, "first", changed);
        prepare(last, "last", changed);
        Label to = new Label("to");
        to.getStyleClass().add("form-unit");
        HBox pair = new HBox(8, first, to, last);
        pair.setAlignment(Pos.CENTER_LEFT);
        pair.getStyleClass().add("train-pair");
        row = new FormRow(field.label(), pair, "", field.help());
    }

    private void prepare(NumberField number, String end, Runnable changed) {
        number.field().setId(field.id() + "-" + end);
        number.field().setAccessibleText(field.label() + ", " + end);
        number.field().setAccessibleHelp(field.help());
        number.valueProperty().subscribe(value -> changed.run());
        number.validProperty().subscribe(valid -> changed.run());
    }

    @Override
    public Node node() {
        return row;
    }

    @Override
    public void show(JsonNode value) {
        if (value.isEmpty()) {
            return;
        }
        set(first, value.get(0).asInt());
        set(last, value.get(value.size() - 1).asInt());
    }

    private static void set(NumberField number, int value) {
        if (!number.validProperty().get() || number.intValue() != value) {
            number.setValue(value);
        }
    }

    @Override
    public JsonNode value() {
        ArrayNode run = NODES.arrayNode();
        for (int block = first.intValue(); block <= last.intValue(); block++) {
            run.add(block);
        }
        return run;
    }

    @Override
    public String problem() {
        if (!first.validProperty().get() || !last.validProperty().get()) {
            return field.label() + ": "
                    + (first.validProperty().get() ? last : first)
                            .messageProperty()
                            .get();
        }
        if (last.intValue() >= blocks) {
            return "The model has blocks 0 to " + (blocks - 1) + "; the last one here is " + last.intValue() + ".";
        }
        return first.intValue() > last.intValue() ? "The first block must not come after the last." : "";
    }

    @Override
    public void compare(JsonNode preset) {
        boolean same = preset.isEmpty()
                || preset.get(0).asInt() == first.intValue()
                        && preset.get(preset.size() - 1).asInt() == last.intValue();
        row.setNote(same ? "" : "Preset: " + preset.get(0) + " to " + preset.get(preset.size() - 1) + ".");
    }
}
