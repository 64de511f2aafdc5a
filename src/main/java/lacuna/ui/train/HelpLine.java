package lacuna.ui.train;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/**
 * One place beneath the form for the help of whichever setting has the focus or the mouse.
 *
 * <p>decision: one place instead of a sentence under every field, so that all settings fit on a screen and nothing moves.
 */
final class HelpLine extends VBox {

    private final Label title = new Label();
    private final Label text = new Label();

    HelpLine() {
        getStyleClass().add("train-help");
        title.getStyleClass().add("train-help-title");
        text.getStyleClass().add("caption");
        text.setWrapText(true);
        text.setId("train-help-text");
        getChildren().addAll(title, text);
        show("Settings", "Point at a setting or step into it to read what it does.");
    }

    void show(String heading, String sentence) {
        title.setText(heading);
        text.setText(sentence);
    }
}
