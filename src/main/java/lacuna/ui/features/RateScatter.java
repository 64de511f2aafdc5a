package lacuna.ui.features;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.util.Subscription;
import lacuna.ui.theme.Fonts;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/**
 * Every listed feature as a dot, target rate over benign rate, both logarithmic. What fires on the target alone stands at the upper
 * left; on the dashed line a feature fires equally often on both. Marked ones stand out; a click selects the row.
 */
final class RateScatter {

    private static final double NEAR = 9;

    private final FeaturesModel model;
    private final Canvas canvas = new Canvas();
    private final Pane root = new Pane();
    private final Tooltip tooltip = new Tooltip();
    private final Subscription subscriptions;
    private Theme theme = Theme.LIGHT;
    private RateAxes axes = new RateAxes(100, 100, 1e-5);

    private final class Pane extends Region {
        Pane() {
            getChildren().add(canvas);
            setMinSize(120, 120);
            setPrefHeight(240);
        }

        @Override
        protected void layoutChildren() {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            paint();
        }
    }

    RateScatter(FeaturesModel model, ThemeManager themes, Consumer<FeatureRow> select) {
        this.model = model;
        root.setId("scatter");
        root.getStyleClass().add("rate-scatter");
        canvas.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            FeatureRow row = nearest(event.getX(), event.getY());
            if (row != null) {
                select.accept(row);
            }
        });
        canvas.addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        canvas.addEventHandler(MouseEvent.MOUSE_EXITED, event -> tooltip.hide());
        themes.follow(root, now -> {
            theme = now;
            paint();
        });
        subscriptions = Subscription.combine(
                model.listingProperty().subscribe(listing -> paint()),
                model.notes().revisionProperty().subscribe(now -> paint()),
                model.selectedProperty().subscribe(now -> paint()));
    }

    Region root() {
        return root;
    }

    void close() {
        subscriptions.unsubscribe();
    }

    private void hover(MouseEvent event) {
        FeatureRow row = nearest(event.getX(), event.getY());
        if (row == null) {
            tooltip.hide();
            return;
        }
        tooltip.setText(String.format(
                "%s\ntarget %s %%, benign %s %%",
                row.key(),
                Numbers.percentPrecise(row.target().rate()),
                Numbers.percentPrecise(row.benign().rate())));
        tooltip.show(canvas, event.getScreenX() + 12, event.getScreenY() + 12);
    }

    private @Nullable FeatureRow nearest(double x, double y) {
        FeatureRow best = null;
        double bestDistance = NEAR * NEAR;
        for (FeatureRow row : model.shown()) {
            double dx = axes.x(row.benign().rate()) - x;
            double dy = axes.y(row.target().rate()) - y;
            double distance = dx * dx + dy * dy;
            if (distance < bestDistance) {
                bestDistance = distance;
                best = row;
            }
        }
        return best;
    }

    private void paint() {
        double width = canvas.getWidth();
        double height = canvas.getHeight();
        if (root.getScene() == null
                || width < 80
                || height < 80
                || model.listingProperty().get()) {
            return;
        }
        axes = new RateAxes(width, height, leastRate());
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(Surface.BACKGROUND.on(theme));
        g.fillRect(0, 0, width, height);
        g.setFont(Font.font(Fonts.TEXT, 11));
        axes.paint(g, theme);
        paintDots(g, (int) width, (int) height);
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

    private void paintDots(GraphicsContext g, int width, int height) {
        // dots that would fall on the same pixels are painted once: 131,072 rows are some thousand dots
        boolean[] taken = new boolean[(width / 2 + 1) * (height / 2 + 1)];
        List<FeatureRow> rows = model.shown();
        g.setFill(Surface.MUTED.on(theme).deriveColor(0, 1, 1, 0.45));
        for (FeatureRow row : rows) {
            double x = axes.x(row.benign().rate());
            double y = axes.y(row.target().rate());
            int cell = (int) (y / 2) * (width / 2 + 1) + (int) (x / 2);
            if (cell >= 0 && cell < taken.length && !taken[cell]) {
                taken[cell] = true;
                g.fillOval(x - 1.5, y - 1.5, 3, 3);
            }
        }
        for (FeatureRow row : rows) {
            Mark mark = model.notes().mark(row.key());
            if (mark != Mark.UNDECIDED) {
                SeriesColor color = mark == Mark.SUPPRESS ? SeriesColor.TARGET : SeriesColor.BENIGN;
                g.setFill(color.on(theme));
                g.fillOval(
                        axes.x(row.benign().rate()) - 3.5, axes.y(row.target().rate()) - 3.5, 7, 7);
            }
        }
        FeatureRow selected = model.selectedProperty().get();
        if (selected != null) {
            g.setStroke(Surface.ACCENT.on(theme));
            g.setLineWidth(2);
            g.strokeOval(
                    axes.x(selected.benign().rate()) - 6,
                    axes.y(selected.target().rate()) - 6,
                    12,
                    12);
        }
    }
}
