package lacuna.ui.widget;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One line of a form: label, control, unit, and beneath them a sentence that helps, or says what is wrong. */
public final class FormRow extends VBox {

    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("danger");

    private final Label help = new Label();
    private final String helpSentence;
    private String note = "";
    private String message = "";

    public FormRow(String label, Node control, String unit, String helpSentence) {
        this.helpSentence = helpSentence;
        getStyleClass().add("form-row");
        Label name = new Label(label);
        name.getStyleClass().add("form-label");
        name.setLabelFor(control);
        // a reader of the screen says what is said of the control that has the focus
        Node focused = control instanceof NumberField number ? number.field() : control;
        if (focused.getAccessibleText() == null) {
            focused.setAccessibleText(label);
        }
        Label unitLabel = new Label(unit);
        unitLabel.getStyleClass().add("form-unit");
        unitLabel.setManaged(!unit.isEmpty());
        HBox line = new HBox(name, control, unitLabel);
        line.getStyleClass().add("form-line");
        line.setAlignment(Pos.CENTER_LEFT);
        if (!(control instanceof NumberField)) {
            HBox.setHgrow(control, Priority.SOMETIMES);
        }
        help.getStyleClass().add("form-help");
        help.setWrapText(true);
        getChildren().addAll(line, help);
        showMessage("");
    }

    /** With the field's own message in place of the help while the entry is wrong. */
    public FormRow(String label, NumberField number, String unit, String helpSentence) {
        this(label, (Node) number, unit, helpSentence);
        number.messageProperty().subscribe(this::showMessage);
    }

    /** Something to add to the help, such as what is usual; empty for nothing. */
    public void setNote(String sentence) {
        note = sentence;
        showMessage(message);
    }

    private void showMessage(String problem) {
        message = problem;
        help.setText(problem.isEmpty() ? (helpSentence + " " + note).strip() : problem);
        help.pseudoClassStateChanged(INVALID, !problem.isEmpty());
        help.setManaged(!help.getText().isEmpty());
        help.setVisible(!help.getText().isEmpty());
    }
}
