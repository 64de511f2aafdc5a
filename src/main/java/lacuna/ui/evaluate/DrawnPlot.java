package lacuna.ui.evaluate;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.Shape;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;

/** A small plot made of shapes; drawn anew when its size or what it shows changes. */
abstract class DrawnPlot extends Pane {

    private final ThemeManager themes;

    DrawnPlot(ThemeManager themes) {
        this.themes = themes;
        getStyleClass().add("dot-plot");
        widthProperty().subscribe(this::redraw);
        heightProperty().subscribe(this::redraw);
    }

    /** Adds what is to be seen now, nothing if there is no room. */
    abstract void draw(List<Node> nodes);

    final void redraw() {
        List<Node> nodes = new ArrayList<>();
        draw(nodes);
        getChildren().setAll(nodes);
    }

    static Line line(String style, double x1, double y1, double x2, double y2) {
        Line line = new Line(x1, y1, x2, y2);
        line.getStyleClass().add(style);
        return line;
    }

    static Label label(String text, String style, double x, double y, double width) {
        Label label = new Label(text);
        label.getStyleClass().add(style);
        label.setPrefWidth(width);
        label.relocate(x, y);
        return label;
    }

    final Circle dot(double x, double y, double radius, SeriesColor color, String said) {
        Circle dot = new Circle(x, y, radius);
        themes.follow(dot, theme -> dot.setFill(color.on(theme)));
        Tooltip.install(dot, new Tooltip(said));
        return dot;
    }

    final <S extends Shape> S stroked(S shape, SeriesColor color) {
        themes.follow(shape, theme -> shape.setStroke(color.on(theme)));
        return shape;
    }
}
