package lacuna.ui.widget;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;

/** What stands where there is nothing yet: why it is empty, and the one thing to do about it. */
public final class EmptyState extends VBox {

    public EmptyState(Icon icon, String title, String sentence) {
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        Label heading = new Label(title);
        heading.getStyleClass().add("empty-title");
        Label text = new Label(sentence);
        text.getStyleClass().add("empty-text");
        text.setWrapText(true);
        text.setMaxWidth(420);
        text.setAlignment(Pos.CENTER);
        getChildren().addAll(icon.node(28), heading, text);
    }

    public EmptyState(Icon icon, String title, String sentence, String actionLabel, Runnable action) {
        this(icon, title, sentence);
        Button button = new Button(actionLabel);
        button.getStyleClass().add("accent");
        button.setOnAction(event -> action.run());
        getChildren().add(button);
    }
}
