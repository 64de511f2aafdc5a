package lacuna.ui.app;

import java.util.prefs.Preferences;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Size and position of the window, from one start to the next. */
final class WindowMemory {

    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;

    private final Preferences preferences;

    WindowMemory(Preferences preferences) {
        this.preferences = preferences;
    }

    /** A place that is on no screen any more is forgotten. */
    void restore(Stage stage) {
        double width = preferences.getDouble("window.width", WIDTH);
        double height = preferences.getDouble("window.height", HEIGHT);
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(width, Math.max(screen.getWidth(), 800)));
        stage.setHeight(Math.min(height, Math.max(screen.getHeight(), 600)));
        double x = preferences.getDouble("window.x", Double.NaN);
        double y = preferences.getDouble("window.y", Double.NaN);
        boolean known = !Double.isNaN(x) && !Double.isNaN(y);
        if (known && !Screen.getScreensForRectangle(x + 40, y + 10, 80, 20).isEmpty()) {
            stage.setX(x);
            stage.setY(y);
        }
        stage.setMaximized(preferences.getBoolean("window.maximized", false));
    }

    void store(Stage stage) {
        preferences.putBoolean("window.maximized", stage.isMaximized());
        if (!stage.isMaximized() && !stage.isIconified()) {
            preferences.putDouble("window.width", stage.getWidth());
            preferences.putDouble("window.height", stage.getHeight());
            preferences.putDouble("window.x", stage.getX());
            preferences.putDouble("window.y", stage.getY());
        }
    }
}
