package lacuna.ui.widget;

import java.util.function.IntFunction;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Text;

/**
 * A line of text that can be selected and copied, as people do with paths, hashes and where numbers come from. It looks like a label; the
 * whole text is in its tooltip, and whoever copies all that is shown takes the whole.
 */
public final class CopyText extends TextField {

    private static final String GAP = "\u2026";

    /** What gives way where there is no room for all. */
    public enum Cut {
        BEGINNING,
        END
    }

    private final StringProperty whole = new SimpleStringProperty(this, "whole", "");

    private CopyText(String name) {
        setEditable(false);
        setAccessibleText(name);
        getStyleClass().add("copy-text");
        Tooltip tooltip = new Tooltip();
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(480);
        tooltip.textProperty().bind(whole);
        setTooltip(tooltip);
    }

    /**
     * Takes the room there is.
     *
     * @param name what it is, for those who cannot see it
     */
    public CopyText(String name, Cut cut) {
        this(name);
        whole.subscribe(all -> fit(cut));
        widthProperty().subscribe(() -> fit(cut));
        fontProperty().subscribe(() -> fit(cut));
    }

    /**
     * As wide as what it says in a typeface of one width.
     *
     * @param shown a part that tells it apart
     */
    public CopyText(String name, String shown, String whole) {
        this(name);
        setText(shown);
        setPrefColumnCount(shown.length());
        this.whole.set(whole);
    }

    public void show(String all) {
        whole.set(all);
    }

    /** Also of what there is no room for. */
    public String whole() {
        return whole.get();
    }

    private void fit(Cut cut) {
        String all = whole.get();
        IntFunction<String> part = length -> length >= all.length()
                ? all
                : cut == Cut.END ? all.substring(0, length) + GAP : GAP + all.substring(all.length() - length);
        double room = getWidth() - snappedLeftInset() - snappedRightInset() - 2; // of which the caret takes one
        Text measure = new Text();
        measure.setFont(getFont());
        int fits = 0;
        int tooLong = all.length() + 1;
        while (tooLong - fits > 1) {
            int length = (fits + tooLong) / 2;
            measure.setText(part.apply(length));
            if (measure.getLayoutBounds().getWidth() <= room) {
                fits = length;
            } else {
                tooLong = length;
            }
        }
        setText(part.apply(fits));
    }

    @Override
    public void copy() {
        if (getSelectedText().equals(getText())) {
            ClipboardText.copy(whole.get());
        } else {
            super.copy();
        }
    }
}
