package lacuna.ui.features;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;

/** Two logarithmic axes from the lowest rate there can be to 100 %, with a place of its own for zero. */
final class RateAxes {

    static final double LEFT = 58;
    static final double RIGHT = 24;
    static final double TOP = 14;
    private static final double BOTTOM = 40;
    private static final double ZERO_GAP = 16;

    private final double width;
    private final double height;
    private final double least;

    /** @param least the lowest rate above zero */
    RateAxes(double width, double height, double least) {
        this.width = width;
        this.height = height;
        this.least = least;
    }

    double x(double rate) {
        return LEFT + along(rate, width - LEFT - RIGHT);
    }

    double y(double rate) {
        return height - BOTTOM - along(rate, height - TOP - BOTTOM);
    }

    private double along(double rate, double length) {
        if (rate <= 0) {
            return 0;
        }
        double share = 1 - Math.log(Math.min(1, rate)) / Math.log(least);
        return ZERO_GAP + Math.max(0, share) * (length - ZERO_GAP);
    }

    void paint(GraphicsContext g, Theme theme) {
        g.setLineWidth(1);
        for (double rate = 1; rate >= least; rate /= 10) {
            paintTick(g, theme, rate, label(rate));
        }
        paintTick(g, theme, 0, "0");
        g.setStroke(Surface.MUTED.on(theme).deriveColor(0, 1, 1, 0.6));
        g.setLineDashes(4, 4);
        g.strokeLine(x(least), y(least), x(1), y(1));
        g.setLineDashes();
        g.setFill(Surface.MUTED.on(theme));
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.BOTTOM);
        g.fillText("Benign rate", LEFT + (width - LEFT - RIGHT) / 2, height - 6);
        g.save();
        g.translate(12, TOP + (height - TOP - BOTTOM) / 2);
        g.rotate(-90);
        g.setTextBaseline(VPos.CENTER);
        g.fillText("Target rate", 0, 0);
        g.restore();
    }

    private void paintTick(GraphicsContext g, Theme theme, double rate, String text) {
        double x = Math.round(x(rate)) + 0.5;
        double y = Math.round(y(rate)) + 0.5;
        g.setStroke(Surface.GRID.on(theme));
        g.strokeLine(x, TOP, x, height - BOTTOM);
        g.strokeLine(LEFT, y, width - RIGHT, y);
        g.setFill(Surface.MUTED.on(theme));
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.TOP);
        g.fillText(text, x, height - BOTTOM + 5);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(text, LEFT - 6, y);
    }

    private static String label(double rate) {
        double percent = 100 * rate;
        int decimals = percent >= 0.999 ? 0 : (int) Math.round(-Math.log10(percent));
        return String.format("%." + decimals + "f %%", percent);
    }
}
