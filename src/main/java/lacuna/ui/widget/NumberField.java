package lacuna.ui.widget;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import lacuna.run.Numerals;

/** A number typed by the user, checked as it is typed. The value keeps the last valid entry; the message says what is wrong. */
public final class NumberField extends HBox {

    private static final int DIGITS = 6;
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("danger");

    /** Which numbers there are. */
    private enum Kind {
        INTEGER,
        DECIMAL
    }

    private final Kind kind;
    private final double min;
    private final double max;
    private final TextField field = new TextField();
    private final ReadOnlyDoubleWrapper value = new ReadOnlyDoubleWrapper(this, "value");
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
    private final ReadOnlyBooleanWrapper valid = new ReadOnlyBooleanWrapper(this, "valid", true);

    private NumberField(Kind kind, double start, double min, double max) {
        this.kind = kind;
        this.min = min;
        this.max = max;
        getStyleClass().add("number-field");
        setAlignment(Pos.CENTER_LEFT);
        field.setAlignment(Pos.CENTER_RIGHT);
        field.setPrefColumnCount(7);
        getChildren().add(field);
        field.textProperty().addListener((observable, before, now) -> check(now));
        setValue(start);
    }

    public static NumberField integer(int start, int min, int max) {
        return new NumberField(Kind.INTEGER, start, min, max);
    }

    /** Accepts 0.0005 and 5e-4 alike, and a decimal comma. */
    public static NumberField decimal(double start, double min, double max) {
        return new NumberField(Kind.DECIMAL, start, min, max);
    }

    /** The text field itself, for ids, focus and prompts. */
    public TextField field() {
        return field;
    }

    public double value() {
        return value.get();
    }

    public int intValue() {
        return (int) Math.round(value.get());
    }

    public void setValue(double number) {
        field.setText(format(number));
    }

    public ReadOnlyDoubleProperty valueProperty() {
        return value.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty validProperty() {
        return valid.getReadOnlyProperty();
    }

    /** Empty while the entry is valid. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    private void check(String text) {
        String problem = "";
        try {
            double number = parse(text.strip());
            if (number < min || number > max) {
                problem = range();
            } else {
                value.set(number);
            }
        } catch (NumberFormatException notANumber) {
            problem = kind == Kind.INTEGER ? "Enter a whole number. " + range() : "Enter a number. " + range();
        }
        message.set(problem);
        valid.set(problem.isEmpty());
        field.pseudoClassStateChanged(INVALID, !problem.isEmpty());
    }

    private double parse(String text) {
        if (kind == Kind.INTEGER) {
            return Integer.parseInt(text);
        }
        double number = Double.parseDouble(text.replace(',', '.'));
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    private String range() {
        if (max >= Integer.MAX_VALUE) {
            return "At least " + readable(min) + ".";
        }
        return "Between " + readable(min) + " and " + readable(max) + ".";
    }

    private String format(double number) {
        return kind == Kind.INTEGER ? Long.toString(Math.round(number)) : Numerals.of(number, DIGITS);
    }

    private String readable(double number) {
        return number == Math.rint(number) ? String.format("%,d", Math.round(number)) : format(number);
    }
}
