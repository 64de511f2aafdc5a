package lacuna.ui.features;

import java.util.Arrays;
import lacuna.features.CorpusSide;
import lacuna.features.LayerStatistics;

/** Where each shown line lies in the scatter, in pixels, computed once for a filter and a size: a million are 12 MB. */
final class ScatterDots {

    private final int[] lines;
    private final float[] x;
    private final float[] y;
    private final float[] ratio;

    private ScatterDots(int[] lines) {
        this.lines = lines;
        this.x = new float[lines.length];
        this.y = new float[lines.length];
        this.ratio = new float[lines.length];
    }

    static ScatterDots none() {
        return new ScatterDots(new int[0]);
    }

    static ScatterDots of(FeatureTable table, int[] lines, RateAxes axes) {
        ScatterDots dots = new ScatterDots(lines);
        for (int i = 0; i < lines.length; i++) {
            int layer = table.layerOf(lines[i]);
            LayerStatistics statistics = table.layers().get(layer);
            int feature = lines[i] - table.start(layer);
            dots.x[i] = (float) axes.x(statistics.rate(CorpusSide.BENIGN, feature));
            dots.y[i] = (float) axes.y(statistics.rate(CorpusSide.TARGET, feature));
            dots.ratio[i] = (float)
                    Math.log10(Math.max(1e-6, FeatureRow.of(statistics, feature).ratio()));
        }
        return dots;
    }

    /** Whether these are the places of just these lines. */
    boolean areOf(int[] shown) {
        return lines == shown;
    }

    int size() {
        return lines.length;
    }

    int line(int dot) {
        return lines[dot];
    }

    float x(int dot) {
        return x[dot];
    }

    float y(int dot) {
        return y[dot];
    }

    /** log10 of rho. */
    float ratio(int dot) {
        return ratio[dot];
    }

    /** The dot nearest to a place and no farther than a distance, or -1. */
    int nearest(double atX, double atY, double within) {
        int best = -1;
        double bestDistance = within * within;
        for (int i = 0; i < lines.length; i++) {
            double dx = x[i] - atX;
            double dy = y[i] - atY;
            double distance = dx * dx + dy * dy;
            if (distance < bestDistance) {
                bestDistance = distance;
                best = i;
            }
        }
        return best;
    }

    /** Indices among the shown lines of the dots inside an outline. */
    int[] inside(Outline outline) {
        int[] found = new int[lines.length];
        int n = 0;
        for (int i = 0; i < lines.length; i++) {
            if (outline.holds(x[i], y[i])) {
                found[n++] = i;
            }
        }
        return Arrays.copyOf(found, n);
    }
}
