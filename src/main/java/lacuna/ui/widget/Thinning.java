package lacuna.ui.widget;

import java.util.ArrayList;
import java.util.List;

/** Fewer points for the same picture. */
final class Thinning {

    private Thinning() {}

    /**
     * Keeps the lowest and the highest point of each of equally long stretches, and the two ends: peaks stay where they were.
     *
     * @param points ordered by x
     * @param limit at most this many are kept, at least 4
     */
    static List<CurvePoint> thin(List<CurvePoint> points, int limit) {
        int stretches = (Math.max(4, limit) - 2) / 2;
        if (points.size() <= limit) {
            return List.copyOf(points);
        }
        List<CurvePoint> kept = new ArrayList<>(limit);
        kept.add(points.get(0));
        int inner = points.size() - 2;
        for (int s = 0; s < stretches; s++) {
            int from = 1 + (int) ((long) inner * s / stretches);
            int to = 1 + (int) ((long) inner * (s + 1) / stretches);
            addExtremes(points, from, to, kept);
        }
        kept.add(points.get(points.size() - 1));
        return kept;
    }

    private static void addExtremes(List<CurvePoint> points, int from, int to, List<CurvePoint> kept) {
        int low = from;
        int high = from;
        for (int i = from; i < to; i++) {
            low = points.get(i).y() < points.get(low).y() ? i : low;
            high = points.get(i).y() > points.get(high).y() ? i : high;
        }
        kept.add(points.get(Math.min(low, high)));
        if (low != high) {
            kept.add(points.get(Math.max(low, high)));
        }
    }
}
