package lacuna.ui.features;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;

/** The keys of the place, under a question mark. */
final class KeySheet {

    /**
     * decision: J and K move in many programs, but K stands for keep here, next to S and U; upwards it is Shift+J or the arrow. The sheet
     * says so.
     */
    private static final String[][] KEYS = {
        {"J, \u2193", "Next feature"},
        {"Shift+J, \u2191", "Previous feature (K does not go up: it marks keep)"},
        {"S", "Suppress the selected features"},
        {"K", "Keep them"},
        {"U", "Undecided"},
        {"L", "Write a label"},
        {"T", "Write tags"},
        {"N", "Write a note"},
        {"/", "Search by number, label, note or tag"},
        {"0\u20139", "Jump to a feature by number"},
        {"Ctrl+Z", "Undo, bulk marks in one step"},
        {"Ctrl+Shift+Z", "Redo"},
        {"Ctrl+A, Ctrl+C", "Select all shown, copy rows"},
        {"Ctrl+K", "Every action and place by name"},
        {"?", "This sheet"}
    };

    private final Button button = new Button("", Icon.HELP.node(16));

    KeySheet() {
        button.setId("key-sheet");
        button.getStyleClass().addAll("flat", "button-icon");
        button.setAccessibleText("Keys");
        button.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        Tips.set(button, "Keys (?)");
        Popovers.under(button, sheet());
    }

    Button button() {
        return button;
    }

    void toggle() {
        button.fire();
    }

    private static Node sheet() {
        GridPane grid = new GridPane();
        grid.setHgap(16);
        grid.setVgap(4);
        for (int i = 0; i < KEYS.length; i++) {
            Label key = new Label(KEYS[i][0]);
            key.getStyleClass().add("mono");
            grid.addRow(i, key, new Label(KEYS[i][1]));
        }
        Label title = new Label("Keys", Icon.INFO.node(14));
        title.getStyleClass().add("subheading");
        VBox sheet = new VBox(title, grid);
        sheet.setId("keys");
        sheet.getStyleClass().add("key-sheet");
        return sheet;
    }
}
