package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import lacuna.features.FeatureRef;
import lacuna.features.map.FeatureMap;
import lacuna.features.map.MapPlaces;

/** Where the features of a map lie in a picture of some size, in pixels; both axes at one scale. */
final class MapDots {

    static final double SIDE = 28;
    static final double TOP = 46;
    static final double BOTTOM = 40;

    private final FeatureTable table;
    private final int[] lines;
    private final double[] x;
    private final double[] y;

    private MapDots(FeatureTable table, int[] lines, double[] x, double[] y) {
        this.table = table;
        this.lines = lines;
        this.x = x;
        this.y = y;
    }

    /** Features the table does not hold are left out: they were of statistics before these. */
    static MapDots of(FeatureTable table, FeatureMap map, MapPlaces places, double width, double height) {
        int n = map.features().size();
        int[] lines = new int[n];
        double[] x = new double[n];
        double[] y = new double[n];
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            FeatureRef feature = map.features().get(i);
            lines[i] = table.lineOf(new FeatureKey(feature.hook(), feature.feature()));
            left = Math.min(left, places.x()[i]);
            right = Math.max(right, places.x()[i]);
            low = Math.min(low, places.y()[i]);
            high = Math.max(high, places.y()[i]);
        }
        double wide = width - 2 * SIDE;
        double tall = height - TOP - BOTTOM;
        double scale = Math.min(wide / Math.max(1e-9, right - left), tall / Math.max(1e-9, high - low));
        for (int i = 0; i < n; i++) {
            x[i] = SIDE + wide / 2 + scale * (places.x()[i] - (left + right) / 2);
            y[i] = TOP + tall / 2 - scale * (places.y()[i] - (low + high) / 2);
        }
        return new MapDots(table, lines, x, y);
    }

    int size() {
        return lines.length;
    }

    boolean isThere(int dot) {
        return lines[dot] >= 0;
    }

    FeatureRow row(int dot) {
        return table.row(lines[dot]);
    }

    double x(int dot) {
        return x[dot];
    }

    double y(int dot) {
        return y[dot];
    }

    /** The dot nearest to a place and no farther than a distance, or -1. */
    int nearest(double atX, double atY, double within) {
        int best = -1;
        double bestDistance = within;
        for (int i = 0; i < lines.length; i++) {
            double distance = Math.hypot(x[i] - atX, y[i] - atY);
            if (isThere(i) && distance < bestDistance) {
                bestDistance = distance;
                best = i;
            }
        }
        return best;
    }

    List<FeatureKey> inside(Outline outline) {
        List<FeatureKey> found = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            if (isThere(i) && outline.holds(x[i], y[i])) {
                found.add(row(i).key());
            }
        }
        return found;
    }
}
