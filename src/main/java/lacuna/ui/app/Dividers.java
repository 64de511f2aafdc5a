package lacuna.ui.app;

import java.util.prefs.Preferences;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;

/** Where the user left the dividers. */
public final class Dividers {

    private static final String FOLLOWED = "lacuna.dividers";

    private Dividers() {}

    /** Those of the split panes in sight of a place; once a pane. */
    static void remember(String place, Node view, Preferences preferences) {
        int number = 0;
        for (Node node : view.lookupAll(".split-pane")) {
            if (node instanceof SplitPane pane) {
                remember(place + "." + number++, pane, preferences);
            }
        }
    }

    /** Puts the first divider where it was, and follows it from now on; once a pane. */
    public static void remember(String name, SplitPane pane, Preferences preferences) {
        String key = "divider." + name;
        if (pane.getDividers().isEmpty() || pane.getProperties().putIfAbsent(FOLLOWED, key) != null) {
            return;
        }
        double kept = preferences.getDouble(key, Double.NaN);
        if (kept > 0 && kept < 1) {
            pane.setDividerPosition(0, kept);
        }
        pane.getDividers()
                .get(0)
                .positionProperty()
                .subscribe((before, now) -> preferences.putDouble(key, now.doubleValue()));
    }
}
