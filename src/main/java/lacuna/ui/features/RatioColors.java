package lacuna.ui.features;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;

/** Colours of rho: the target's where a feature belongs to the target, the benign corpus's where it belongs there, grey between. */
final class RatioColors {

    private static final int STEPS = 20;
    /** log10 of the ratio at which a colour is full: about 30. */
    private static final double FULL = 1.5;

    private final Color[] colors = new Color[2 * STEPS + 1];

    RatioColors(Theme theme) {
        Color grey = Surface.MUTED.on(theme);
        for (int i = 0; i <= STEPS; i++) {
            double share = (double) i / STEPS;
            colors[STEPS + i] = grey.interpolate(SeriesColor.TARGET.on(theme), share);
            colors[STEPS - i] = grey.interpolate(SeriesColor.BENIGN.on(theme), share);
        }
    }

    /** @param logRatio log10 of rho */
    Color of(double logRatio) {
        double share = Math.max(-1, Math.min(1, logRatio / FULL));
        return colors[STEPS + (int) Math.round(share * STEPS)];
    }

    /** A strip with three values, its right end at x. */
    void paintLegend(GraphicsContext g, Theme theme, double right, double y) {
        double width = 2 * (2.0 * STEPS + 1);
        double left = right - width;
        for (int i = 0; i < colors.length; i++) {
            g.setFill(colors[i]);
            g.fillRect(left + 2 * i, y, 2, 6);
        }
        g.setFill(Surface.MUTED.on(theme));
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        g.fillText("1", left + width / 2, y + 8);
        g.fillText("30", right - 4, y + 8);
        g.fillText("1/30", left + 6, y + 8);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        g.fillText("Ratio \u03c1", left - 8, y + 3);
    }
}
