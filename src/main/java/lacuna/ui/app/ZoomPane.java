package lacuna.ui.app;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/** Lays its content out for a window as many times smaller as it then shows it larger. */
final class ZoomPane extends Region {

    private final Region content;
    /** decision: bound and not subscribed to, for the factor lives as long as the window and a dialog's pane does not. */
    private final DoubleProperty factor = new SimpleDoubleProperty(this, "factor");

    private final Scale scale = new Scale(1, 1, 0, 0);

    ZoomPane(Region content, ReadOnlyDoubleProperty factor) {
        this.content = content;
        this.factor.bind(factor);
        getStyleClass().add("zoom-pane");
        content.getTransforms().add(scale);
        getChildren().add(content);
        this.factor.subscribe(now -> requestLayout());
    }

    @Override
    protected void layoutChildren() {
        double by = factor.get();
        scale.setX(by);
        scale.setY(by);
        content.resizeRelocate(0, 0, getWidth() / by, getHeight() / by);
    }

    @Override
    protected double computePrefWidth(double height) {
        return content.prefWidth(height) * factor.get();
    }

    @Override
    protected double computePrefHeight(double width) {
        return content.prefHeight(width) * factor.get();
    }
}
