package lacuna.ui.widget;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/**
 * A line of text that can be selected and copied, as people do with paths, hashes and where numbers come from. It looks like a label; the whole text is in its
 * tooltip, and whoever copies all of it takes that.
 */
public final class CopyText extends TextField {

    private final StringProperty whole = new SimpleStringProperty(this, "whole", "");

    /** @param name what it is, for those who cannot see it */
    public CopyText(String name) {
        setEditable(false);
        setAccessibleText(name);
        getStyleClass().add("copy-text");
        Tooltip tooltip = new Tooltip();
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(480);
        tooltip.textProperty().bind(whole);
        setTooltip(tooltip);
    }

    /** As wide as what it says in a typeface of one width. */
    public CopyText(String name, String shown, String whole) {
        this(name);
        show(shown, whole);
        setPrefColumnCount(shown.length());
    }

    /**
     * @param shown perhaps the end or the beginning of the whole
     * @param all what is copied
     */
    public void show(String shown, String all) {
        setText(shown);
        whole.set(all);
    }

    /** All of it, with its end in sight where there is no room: what tells paths apart. */
    public void showEnd(String all) {
        show(all, all);
        end();
    }

    @Override
    public void copy() {
        if (getSelectedText().equals(getText())) {
            ClipboardContent content = new ClipboardContent();
            content.putString(whole.get());
            Clipboard.getSystemClipboard().setContent(content);
        } else {
            super.copy();
        }
    }
}
