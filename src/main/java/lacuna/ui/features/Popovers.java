package lacuna.ui.features;

import atlantafx.base.controls.Popover;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** The small windows under the buttons of the bars, all alike. */
final class Popovers {

    private Popovers() {}

    /** A column as high as what it holds, which scrolls where that is more than a popover may be. */
    static ScrollPane scrolling(Region column, double width, double tallest) {
        ScrollPane scroll = new ScrollPane(column) {
            @Override
            protected double computePrefHeight(double ignored) {
                // of its own accord it would ask for the height of lines that do not wrap
                return Math.min(tallest, column.prefHeight(width)) + snappedTopInset() + snappedBottomInset();
            }
        };
        scroll.setPrefWidth(width);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        return scroll;
    }

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
