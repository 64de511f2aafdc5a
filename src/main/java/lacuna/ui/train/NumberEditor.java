package lacuna.ui.train;

import com.fasterxml.jackson.databind.JsonNode;
import javafx.scene.Node;
import lacuna.ui.widget.FormRow;
import lacuna.ui.widget.NumberField;

/** A number with its unit. */
final class NumberEditor implements FieldEditor {

    private final Field field;
    private final boolean whole;
    private final NumberField number;
    private final FormRow row;

    NumberEditor(Field field, int blocks, Runnable changed) {
        this.field = field;
        String unit = "";
        if (field instanceof Field.Decimal decimal) {
            number = NumberField.decimal(Math.max(decimal.min(), 0), decimal.min(), decimal.max());
            unit = decimal.unit();
        } else if (field instanceof Field.Whole range) {
            number = NumberField.integer(range.min(), range.min(), range.max());
            unit = range.unit();
        } else {
            number = NumberField.integer(0, 0, blocks - 1);
        }
        whole = !(field instanceof Field.Decimal);
        number.field().setId(field.id());
        number.field().setAccessibleText(field.label());
        number.field().setAccessibleHelp(field.help());
        number.valueProperty().subscribe(value -> changed.run());
        number.validProperty().subscribe(valid -> changed.run());
        row = new FormRow(field.label(), number, unit, field.help());
    }

    @Override
    public Node node() {
        return row;
    }

    @Override
    public void show(JsonNode value) {
        if (!number.validProperty().get() || number.value() != value.asDouble()) {
            number.setValue(value.asDouble());
        }
    }

    @Override
    public JsonNode value() {
        return whole ? NODES.numberNode(Math.round(number.value())) : NODES.numberNode(number.value());
    }

    @Override
    public String problem() {
        return number.validProperty().get()
                ? ""
                : field.label() + ": " + number.messageProperty().get();
    }

    @Override
    public void compare(JsonNode preset) {
        boolean same = preset.asDouble() == number.value();
        row.setNote(same ? "" : "Preset: " + Numbers.setting(preset.asDouble()) + ".");
    }
}
