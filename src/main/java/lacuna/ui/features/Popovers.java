package lacuna.ui.features;

import atlantafx.base.controls.Popover;
import javafx.scene.Node;
import javafx.scene.control.Button;

/** The small windows under the buttons of the bars, all alike. */
final class Popovers {

    private Popovers() {}

    /** Opens under the button and closes with the next press on it. */
    static void under(Button button, Node content) {
        Popover popover = new Popover(content);
        popover.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
        popover.setDetachable(false);
        popover.setHeaderAlwaysVisible(false);
        popover.setAnimated(false);
        button.setOnAction(event -> {
            if (popover.isShowing()) {
                popover.hide();
            } else {
                popover.show(button);
            }
        });
    }
}
