package lacuna.ui.features;

import javafx.scene.Node;
import javafx.scene.control.Tooltip;

/** Tooltips on nodes that are not controls; one a node, its text replaced. */
final class Tips {

    private static final String KEY = "lacuna.tip";

    private Tips() {}

    static void set(Node node, String text) {
        if (node.getProperties().get(KEY) instanceof Tooltip existing) {
            existing.setText(text);
            return;
        }
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(340);
        Tooltip.install(node, tooltip);
        node.getProperties().put(KEY, tooltip);
    }
}
