package lacuna.ui.widget;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** Labels of running text. */
public final class Words {

    private Words() {}

    /** The title of a card or section. */
    public static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("subheading");
        return label;
    }

    /** Small text of one line: the name of a field, a count, a unit. */
    public static Label label(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        return label;
    }

    /** Small text that says what a part means; as high as its lines need. */
    public static Label caption(String text) {
        Label label = label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
