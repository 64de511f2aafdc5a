package lacuna.ui.app;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/** Lays its content out for a window as many times smaller as it then shows it larger. */
final class ZoomPane extends Region {

    private final Region content;
    private final ReadOnlyDoubleProperty factor;
    private final Scale scale = new Scale(1, 1, 0, 0);

    ZoomPane(Region content, ReadOnlyDoubleProperty factor) {
        this.content = content;
        this.factor = factor;
        getStyleClass().add("zoom-pane");
        content.getTransforms().add(scale);
        getChildren().add(content);
        factor.subscribe(now -> requestLayout());
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
