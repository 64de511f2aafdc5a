package lacuna.ui.features;

import javafx.geometry.Insets;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/**
 * Dots to choose from with the pointer: a click takes one, an outline those inside. What they are and how they look is for a
 * {@link Plot} to say; marks lie on a canvas of their own above the dots, so that they are painted anew without them.
 */
final class DotCanvas {

    private static final double NEAR = 9;
    private static final double LEAST_SIDE = 80;
    private static final double PICTURE_SCALE = 2;

    /** What is on the canvas. Places are in its pixels; dots are numbered from 0. */
    interface Plot {
        /** Finds places for a size, now or later, and has them painted then. */
        void arrange(double width, double height);

        void paintDots(GraphicsContext g, Theme theme);

        void paintMarks(GraphicsContext g, Theme theme);

        /** The dot nearest to a place and no farther than a distance, or -1. */
        int nearest(double x, double y, double within);

        String tip(int dot);

        void choose(int dot);

        void choose(Outline outline);
    }

    private final Plot plot;
    private final Canvas dots = new Canvas();
    private final Canvas marks = new Canvas();
    private final Pane root = new Pane();
    private final DotTools tools;
    private final Insets toolsAt;
    private final Tooltip tooltip = new Tooltip();
    private Theme theme = Theme.LIGHT;
    private @Nullable Outline outline;
    private boolean stale = true;

    private final class Pane extends Region {
        Pane() {
            getChildren().addAll(dots, marks);
            setMinSize(120, 120);
            setPrefHeight(240);
        }

        void add(Region above) {
            getChildren().add(above);
        }

        @Override
        protected void layoutChildren() {
            for (Canvas canvas : new Canvas[] {dots, marks}) {
                stale |= canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight();
                canvas.setWidth(getWidth());
                canvas.setHeight(getHeight());
            }
            Region bar = tools.root();
            bar.resize(
                    Math.min(bar.prefWidth(-1), getWidth() - toolsAt.getLeft() - toolsAt.getRight()),
                    bar.prefHeight(-1));
            bar.relocate(toolsAt.getLeft(), toolsAt.getTop());
            paint();
        }
    }

    /**
     * @param id of the whole; the canvas is "ID-canvas"
     * @param toolsAt how far the tools stay away from the upper left corner
     */
    DotCanvas(String id, Plot plot, DotTools tools, Insets toolsAt, ThemeManager themes) {
        this.plot = plot;
        this.tools = tools;
        this.toolsAt = toolsAt;
        root.add(tools.root());
        root.setId(id);
        root.getStyleClass().add("dot-canvas");
        marks.setId(id + "-canvas");
        marks.addEventHandler(
                MouseEvent.MOUSE_PRESSED, event -> outline = new Outline(tools.shape(), event.getX(), event.getY()));
        marks.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        marks.addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        marks.addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        marks.addEventHandler(MouseEvent.MOUSE_EXITED, event -> tooltip.hide());
        themes.follow(root, now -> {
            theme = now;
            repaint();
        });
        root.sceneProperty().subscribe(scene -> paint());
    }

    Region root() {
        return root;
    }

    /** The dots are others now: places are found when it is in sight. */
    void invalidate() {
        stale = true;
        paint();
    }

    /** Dots and marks, where they are. */
    void repaint() {
        GraphicsContext g = dots.getGraphicsContext2D();
        g.setFill(Surface.BACKGROUND.on(theme));
        g.fillRect(0, 0, dots.getWidth(), dots.getHeight());
        plot.paintDots(g, theme);
        repaintMarks();
    }

    void repaintMarks() {
        if (root.getScene() == null) {
            return;
        }
        GraphicsContext g = marks.getGraphicsContext2D();
        g.clearRect(0, 0, marks.getWidth(), marks.getHeight());
        plot.paintMarks(g, theme);
        paintOutline(g);
    }

    private void paint() {
        if (root.getScene() == null) {
            return; // decision: nothing is computed for a picture that is not in sight
        }
        if (stale && dots.getWidth() >= LEAST_SIDE && dots.getHeight() >= LEAST_SIDE) {
            stale = false;
            plot.arrange(dots.getWidth(), dots.getHeight());
        }
        repaintMarks();
    }

    private void drag(MouseEvent event) {
        if (outline != null) {
            outline.drag(event.getX(), event.getY());
            tooltip.hide();
            repaintMarks();
        }
    }

    private void release(MouseEvent event) {
        Outline drawn = outline;
        outline = null;
        if (drawn == null) {
            return;
        }
        if (drawn.isClick()) {
            int dot = plot.nearest(event.getX(), event.getY(), NEAR);
            if (dot >= 0) {
                plot.choose(dot);
            }
        } else {
            plot.choose(drawn);
        }
        repaintMarks();
    }

    private void hover(MouseEvent event) {
        int dot = plot.nearest(event.getX(), event.getY(), NEAR);
        if (dot < 0) {
            tooltip.hide();
            return;
        }
        tooltip.setText(plot.tip(dot));
        tooltip.show(marks, event.getScreenX() + 12, event.getScreenY() + 12);
    }

    private void paintOutline(GraphicsContext g) {
        Outline drawn = outline;
        if (drawn == null || drawn.isClick()) {
            return;
        }
        double[] x = drawn.corners().stream().mapToDouble(Point2D::getX).toArray();
        double[] y = drawn.corners().stream().mapToDouble(Point2D::getY).toArray();
        g.setFill(Surface.ACCENT.on(theme).deriveColor(0, 1, 1, 0.12));
        g.fillPolygon(x, y, x.length);
        g.setStroke(Surface.ACCENT.on(theme));
        g.setLineWidth(1.5);
        g.strokePolygon(x, y, x.length);
    }

    /** As it stands, at twice the resolution, without its buttons. */
    WritableImage picture() {
        tools.root().setVisible(false);
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(new Scale(PICTURE_SCALE, PICTURE_SCALE));
        parameters.setViewport(
                new Rectangle2D(0, 0, PICTURE_SCALE * root.getWidth(), PICTURE_SCALE * root.getHeight()));
        parameters.setFill(Surface.BACKGROUND.on(theme));
        WritableImage image = root.snapshot(parameters, null);
        tools.root().setVisible(true);
        return image;
    }
}
