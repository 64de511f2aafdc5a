package lacuna.ui.app;

import java.util.List;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.DialogPane;
import javafx.scene.layout.Pane;
import javafx.scene.transform.Scale;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Brings the zoom of a window to what it opens in windows of their own: menus, choices, popovers, tooltips, dialogs. JavaFX builds each in
 * a scene apart, which the scale of {@link ZoomPane} does not reach.
 */
final class PopupZoom {

    private final Stage stage;
    private final ReadOnlyDoubleProperty factor;
    private final ListChangeListener<Window> opened = change -> {
        while (change.next()) {
            change.getAddedSubList().forEach(this::reach);
        }
    };

    private PopupZoom(Stage stage, ReadOnlyDoubleProperty factor) {
        this.stage = stage;
        this.factor = factor;
    }

    /** For as long as the window is shown. */
    static void follow(Stage stage, ReadOnlyDoubleProperty factor) {
        PopupZoom zoom = new PopupZoom(stage, factor);
        stage.showingProperty().subscribe(showing -> {
            Window.getWindows().removeListener(zoom.opened);
            if (showing) {
                Window.getWindows().addListener(zoom.opened);
            }
        });
    }

    private void reach(Window window) {
        Scene scene = window.getScene();
        if (window == stage || scene == null || !belongs(window)) {
            return;
        }
        Parent root = scene.getRoot();
        if (window instanceof PopupWindow && root instanceof Pane pane) {
            reachPopup(pane);
        } else if (root instanceof DialogPane pane) {
            scene.setRoot(new ZoomPane(pane, factor));
        }
    }

    /** A popup is as large as its content is laid out, and a group is laid out as large as its content is drawn. */
    private void reachPopup(Pane popup) {
        if (popup.getChildren().stream().anyMatch(Zoomed.class::isInstance)) {
            return; // shown before
        }
        List<Node> content = List.copyOf(popup.getChildren());
        Zoomed zoomed = new Zoomed(factor);
        popup.getChildren().setAll(zoomed);
        zoomed.content.getChildren().setAll(content);
    }

    private boolean belongs(Window window) {
        for (Window at = window; at != null; at = ownerOf(at)) {
            if (at == stage) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Window ownerOf(Window window) {
        if (window instanceof PopupWindow popup) {
            return popup.getOwnerWindow();
        }
        return window instanceof Stage dialog ? dialog.getOwner() : null;
    }

    /** What a popup shows, scaled. */
    private static final class Zoomed extends Group {

        private final Group content = new Group();

        Zoomed(ReadOnlyDoubleProperty factor) {
            Scale scale = new Scale(1, 1, 0, 0);
            scale.xProperty().bind(factor);
            scale.yProperty().bind(factor);
            content.getTransforms().add(scale);
            getChildren().add(content);
        }
    }
}
