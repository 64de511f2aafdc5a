package lacuna.ui.widget;

import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** Text for other programs. */
public final class ClipboardText {

    private ClipboardText() {}

    /** Puts it on the system's clipboard, in the place of what was there. On the JavaFX thread. */
    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
