package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Point2D;

/** What the pointer has drawn around some dots: a free line, closed by itself, or a rectangle. */
final class Outline {

    /** How an outline is drawn. */
    enum Shape {
        LASSO,
        RECTANGLE
    }

    private static final double CLICK = 4;

    private final Shape shape;
    private final List<Point2D> corners = new ArrayList<>();
    private double left;
    private double right;
    private double top;
    private double bottom;

    Outline(Shape shape, double x, double y) {
        this.shape = shape;
        corners.add(new Point2D(x, y));
        left = x;
        right = x;
        top = y;
        bottom = y;
    }

    void drag(double x, double y) {
        if (shape == Shape.RECTANGLE) {
            Point2D start = corners.get(0);
            corners.clear();
            corners.addAll(
                    List.of(start, new Point2D(x, start.getY()), new Point2D(x, y), new Point2D(start.getX(), y)));
            left = Math.min(start.getX(), x);
            right = Math.max(start.getX(), x);
            top = Math.min(start.getY(), y);
            bottom = Math.max(start.getY(), y);
        } else {
            corners.add(new Point2D(x, y));
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        }
    }

    List<Point2D> corners() {
        return corners;
    }

    /** Whether it has hardly moved. */
    boolean isClick() {
        return right - left < CLICK && bottom - top < CLICK;
    }

    /** Even-odd rule: a ray to the right crosses the line an odd number of times. */
    boolean holds(double x, double y) {
        if (x < left || x > right || y < top || y > bottom) {
            return false;
        }
        boolean inside = shape == Shape.RECTANGLE;
        for (int i = 0; shape == Shape.LASSO && i < corners.size(); i++) {
            Point2D a = corners.get(i);
            Point2D b = corners.get((i + 1) % corners.size());
            if (a.getY() > y != b.getY() > y
                    && x < (b.getX() - a.getX()) * (y - a.getY()) / (b.getY() - a.getY()) + a.getX()) {
                inside = !inside;
            }
        }
        return inside;
    }
}
