package lacuna.ui.features;

import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import lacuna.features.LogitBins;
import lacuna.ui.theme.Fonts;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;

/**
 * The logits of all tokens as a small histogram, those above zero in colour. Heights are logarithmic, for what a feature speaks for is the handful of tokens far from
 * the bell of all others, which would be a hair's breadth high.
 */
final class LogitSpread extends Region {

    private static final double HEIGHT = 44;
    private static final double AXIS = 16;

    private final Canvas canvas = new Canvas();
    private final Tooltip tooltip = new Tooltip();
    private LogitBins bins = LogitBins.none();
    private Theme theme = Theme.LIGHT;

    LogitSpread(ThemeManager themes) {
        setId("logit-spread");
        getChildren().add(canvas);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        canvas.addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        canvas.addEventHandler(MouseEvent.MOUSE_EXITED, event -> tooltip.hide());
        themes.follow(this, now -> {
            theme = now;
            paint();
        });
    }

    void show(LogitBins shown) {
        bins = shown;
        setVisible(!shown.isEmpty());
        setManaged(!shown.isEmpty());
        setAccessibleText(
                shown.isEmpty()
                        ? ""
                        : "Logits of the vocabulary, " + number(shown.least()) + " to " + number(shown.most()));
        paint();
    }

    /** What the pointer is told of a place from the left. */
    String tipAt(double x) {
        int bin = (int) Math.max(0, Math.min(bins.counts().length - 1, x / getWidth() * bins.counts().length));
        int count = bins.counts()[bin];
        return String.format(
                "%s to %s: %,d %s",
                number(bins.edge(bin)), number(bins.edge(bin + 1)), count, count == 1 ? "token" : "tokens");
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            paint();
        }
    }

    private void hover(MouseEvent event) {
        if (!bins.isEmpty()) {
            tooltip.setText(tipAt(event.getX()));
            tooltip.show(canvas, event.getScreenX() + 12, event.getScreenY() + 12);
        }
    }

    private void paint() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        double width = canvas.getWidth();
        double floor = canvas.getHeight() - AXIS;
        g.clearRect(0, 0, width, canvas.getHeight());
        if (bins.isEmpty() || width <= 0) {
            return;
        }
        double step = width / bins.counts().length;
        double unit = (floor - 2) / Math.log1p(bins.largest());
        Color likelier = Surface.ACCENT.on(theme);
        Color other = Surface.MUTED.on(theme).deriveColor(0, 1, 1, 0.7);
        for (int bin = 0; bin < bins.counts().length; bin++) {
            double height = unit * Math.log1p(bins.counts()[bin]);
            g.setFill(bins.edge(bin) >= 0 ? likelier : other);
            g.fillRect(bin * step, floor - height, Math.max(1, step - 1), height);
        }
        g.setStroke(Surface.BORDER.on(theme));
        g.setLineWidth(1);
        g.strokeLine(0, floor + 0.5, width, floor + 0.5);
        paintWords(g, width, floor);
    }

    /** The ends of the axis are the headings of the columns below. */
    private void paintWords(GraphicsContext g, double width, double floor) {
        g.setFont(Font.font(Fonts.TEXT, 11));
        g.setFill(Surface.MUTED.on(theme));
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText(number(bins.least()) + "  less likely", 0, floor + 2);
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText("likelier  " + (bins.most() > 0 ? "+" : "") + number(bins.most()), width, floor + 2);
    }

    private static String number(double logit) {
        return String.format("%.2f", logit).replace('-', '\u2212');
    }
}
