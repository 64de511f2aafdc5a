package lacuna.ui.features;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import lacuna.ui.widget.Words;

/** One continuation, with what it was made with; frozen it stays while the other side is written anew. */
final class PreviewSide {

    private final Label settings = Words.label("");
    private final ToggleButton freeze = new ToggleButton("Freeze");
    private final Text prompt = new Text();
    private final Text continuation = new Text();
    private final VBox root;

    PreviewSide(String title, String id) {
        Label name = Words.heading(title);
        name.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        freeze.setId(id + "-freeze");
        freeze.getStyleClass().add("small");
        freeze.setMinWidth(Region.USE_PREF_SIZE);
        freeze.setTooltip(new Tooltip("Keep this text while the other side is written anew"));
        HBox head = new HBox(name, settings, space, freeze);
        head.getStyleClass().add("panel-head");
        prompt.getStyleClass().add("preview-prompt-text");
        continuation.getStyleClass().add("preview-text");
        continuation.setId(id);
        ScrollPane scroll = new ScrollPane(new TextFlow(prompt, continuation));
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root = new VBox(head, scroll);
        root.getStyleClass().addAll("panel-column", "preview-side");
    }

    VBox root() {
        return root;
    }

    boolean isFrozen() {
        return freeze.isSelected();
    }

    void show(String promptText, String text, String madeWith) {
        prompt.setText(promptText);
        continuation.setText(text);
        settings.setText(madeWith);
    }

    void clear() {
        show("", "", "");
        freeze.setSelected(false);
    }
}
