package lacuna.ui.features;

import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.transform.Scale;
import javafx.util.Subscription;
import lacuna.ui.task.Jobs;
import lacuna.ui.task.LatestOnly;
import lacuna.ui.theme.Fonts;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/**
 * Every listed feature as a dot, target rate over benign rate, both logarithmic, coloured by its ratio. What fires on the target alone
 * stands at the upper left; on the dashed line a feature fires equally often on both. Marked ones stand out; a click selects the row,
 * and an outline drawn with the pointer the rows inside.
 */
final class RateScatter {

    private static final double NEAR = 9;
    private static final int CELL = 2;
    private static final double PICTURE_SCALE = 2;

    /** What the pointer chose: indices among the lines shown. */
    interface Choice {
        void one(int index);

        void all(int[] indices);
    }

    private final FeaturesModel model;
    private final Choice choice;
    private final Canvas dotsCanvas = new Canvas();
    private final Canvas marksCanvas = new Canvas();
    private final Pane root = new Pane();
    private final ScatterTools tools;
    private final Tooltip tooltip = new Tooltip();
    private final Subscription subscriptions;
    private Theme theme = Theme.LIGHT;
    private RateAxes axes = new RateAxes(100, 100, 1e-5);
    private final LatestOnly placing;
    private ScatterDots dots = ScatterDots.none();
    private @Nullable Outline outline;
    private boolean stale = true;

    private final class Pane extends Region {
        Pane() {
            getChildren().addAll(marksCanvas, dotsCanvas);
            dotsCanvas.toBack();
            setMinSize(120, 120);
            setPrefHeight(240);
        }

        void add(Region above) {
            getChildren().add(above);
        }

        @Override
        protected void layoutChildren() {
            for (Canvas canvas : new Canvas[] {dotsCanvas, marksCanvas}) {
                stale |= canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight();
                canvas.setWidth(getWidth());
                canvas.setHeight(getHeight());
            }
            Region bar = tools.root();
            bar.autosize();
            bar.relocate(RateAxes.LEFT + 8, RateAxes.TOP + 6);
            paint();
        }
    }

    /** @param save takes the picture when asked for */
    RateScatter(FeaturesModel model, Jobs jobs, ThemeManager themes, Choice choice, Consumer<WritableImage> save) {
        this.model = model;
        this.placing = LatestOnly.aside(jobs);
        this.choice = choice;
        tools = new ScatterTools(() -> save.accept(picture()));
        root.add(tools.root());
        root.setId("scatter");
        root.getStyleClass().add("rate-scatter");
        marksCanvas.setId("scatter-canvas");
        marksCanvas.addEventHandler(
                MouseEvent.MOUSE_PRESSED, event -> outline = new Outline(tools.shape(), event.getX(), event.getY()));
        marksCanvas.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        marksCanvas.addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        marksCanvas.addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        marksCanvas.addEventHandler(MouseEvent.MOUSE_EXITED, event -> tooltip.hide());
        themes.follow(root, now -> {
            theme = now;
            stale = true;
            paint();
        });
        root.sceneProperty().subscribe(scene -> paint());
        subscriptions = Subscription.combine(
                model.listingProperty().subscribe(listing -> {
                    stale = true;
                    paint();
                }),
                model.notes().revisionProperty().subscribe(now -> paint()),
                model.selectedProperty().subscribe(now -> paint()));
    }

    Region root() {
        return root;
    }

    void close() {
        subscriptions.unsubscribe();
        placing.cancel();
    }

    private void drag(MouseEvent event) {
        if (outline != null) {
            outline.drag(event.getX(), event.getY());
            tooltip.hide();
            paintMarks();
        }
    }

    private void release(MouseEvent event) {
        Outline drawn = outline;
        outline = null;
        if (drawn == null || !dots.areOf(model.shown().lines())) {
            return;
        }
        if (drawn.isClick()) {
            int dot = dots.nearest(event.getX(), event.getY(), NEAR);
            if (dot >= 0) {
                choice.one(dot);
            }
        } else {
            choice.all(dots.inside(drawn));
        }
        paintMarks();
    }

    private void hover(MouseEvent event) {
        FeatureTable table = model.table();
        int dot = table == null ? -1 : dots.nearest(event.getX(), event.getY(), NEAR);
        if (table == null || dot < 0) {
            tooltip.hide();
            return;
        }
        FeatureRow row = table.row(dots.line(dot));
        String label = model.notes().of(row.key()).label();
        tooltip.setText(String.format(
                "%s%s\ntarget %s %%, benign %s %%, \u03c1 %s",
                row.key(),
                label.isEmpty() ? "" : "  " + label,
                Numbers.percentPrecise(row.target().rate()),
                Numbers.percentPrecise(row.benign().rate()),
                Numbers.ratioShort(row.ratio())));
        tooltip.show(marksCanvas, event.getScreenX() + 12, event.getScreenY() + 12);
    }

    private void paint() {
        if (root.getScene() == null || model.listingProperty().get()) {
            return; // decision: nothing is computed for a scatter that is not in sight
        }
        if (stale && dotsCanvas.getWidth() >= 80 && dotsCanvas.getHeight() >= 80) {
            stale = false;
            place();
        }
        paintMarks();
    }

    /** As the table's rows, a million dots find their places aside; until then the old ones stay. */
    private void place() {
        placing.cancel();
        RateAxes wanted = new RateAxes(dotsCanvas.getWidth(), dotsCanvas.getHeight(), leastRate());
        FeatureTable table = model.table();
        int[] lines = model.shown().lines();
        if (table == null || lines.length <= Arranger.AT_ONCE) {
            placed(wanted, table == null ? ScatterDots.none() : ScatterDots.of(table, lines, wanted));
        } else {
            placing.request(
                    "Place the dots", progress -> ScatterDots.of(table, lines, wanted), there -> placed(wanted, there));
        }
    }

    private void placed(RateAxes on, ScatterDots there) {
        axes = on;
        dots = there;
        paintDots(dotsCanvas.getGraphicsContext2D());
        paintMarks();
    }

    /** One token in the longer corpus: the lowest rate above zero that there can be. */
    private double leastRate() {
        FeatureTable table = model.table();
        if (table == null) {
            return 1e-5;
        }
        long tokens =
                Math.max(table.statistics().targetTokens(), table.statistics().benignTokens());
        return 1.0 / Math.max(100, tokens);
    }

    /** Dots that would fall on the same few pixels are one, the more opaque the more there are: a million rows are some thousand dots. */
    private void paintDots(GraphicsContext g) {
        g.setFill(Surface.BACKGROUND.on(theme));
        g.fillRect(0, 0, dotsCanvas.getWidth(), dotsCanvas.getHeight());
        g.setFont(Font.font(Fonts.TEXT, 11));
        axes.paint(g, theme);
        RatioColors colors = new RatioColors(theme);
        int columns = (int) dotsCanvas.getWidth() / CELL + 1;
        int[] count = new int[columns * ((int) dotsCanvas.getHeight() / CELL + 1)];
        float[] ratio = new float[count.length];
        for (int i = 0; i < dots.size(); i++) {
            int cell = (int) (dots.y(i) / CELL) * columns + (int) (dots.x(i) / CELL);
            if (cell >= 0 && cell < count.length) {
                count[cell]++;
                ratio[cell] += dots.ratio(i);
            }
        }
        for (int cell = 0; cell < count.length; cell++) {
            if (count[cell] > 0) {
                g.setGlobalAlpha(Math.min(1, 0.5 + 0.2 * Math.log10(count[cell])));
                g.setFill(colors.of(ratio[cell] / count[cell]));
                g.fillOval(cell % columns * CELL - 0.5, cell / columns * CELL - 0.5, 3, 3);
            }
        }
        g.setGlobalAlpha(1);
        colors.paintLegend(g, theme, dotsCanvas.getWidth() - RateAxes.RIGHT - 6, dotsCanvas.getHeight() - 78);
    }

    private void paintMarks() {
        GraphicsContext g = marksCanvas.getGraphicsContext2D();
        g.clearRect(0, 0, marksCanvas.getWidth(), marksCanvas.getHeight());
        FeatureTable table = model.table();
        if (table == null) {
            return;
        }
        model.notes().all().forEach((key, note) -> {
            int line = table.lineOf(key);
            if (note.mark() != Mark.UNDECIDED && line >= 0) {
                FeatureRow row = table.row(line);
                double x = axes.x(row.benign().rate());
                double y = axes.y(row.target().rate());
                g.setFill(Surface.BACKGROUND.on(theme));
                g.fillOval(x - 5, y - 5, 10, 10);
                g.setFill((note.mark() == Mark.SUPPRESS ? SeriesColor.TARGET : SeriesColor.BENIGN).on(theme));
                if (note.mark() == Mark.SUPPRESS) {
                    g.fillOval(x - 3.5, y - 3.5, 7, 7);
                } else {
                    g.fillRect(x - 3.5, y - 3.5, 7, 7); // not by colour alone
                }
            }
        });
        FeatureRow selected = model.selectedProperty().get();
        if (selected != null) {
            g.setStroke(Surface.ACCENT.on(theme));
            g.setLineWidth(2);
            g.strokeOval(
                    axes.x(selected.benign().rate()) - 7,
                    axes.y(selected.target().rate()) - 7,
                    14,
                    14);
        }
        paintOutline(g);
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
    private WritableImage picture() {
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
