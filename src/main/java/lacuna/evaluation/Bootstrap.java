package lacuna.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import lacuna.stats.Interval;

/** 95 % intervals by drawing the items again with replacement (percentile bootstrap, 2000 draws, fixed seed). */
public final class Bootstrap {

    private static final int DRAWS = 2000;
    private static final long SEED = 20;
    private static final double TAIL = 0.025;

    private Bootstrap() {}

    /** Of the mean of values. */
    public static Interval ofMean(double[] values) {
        return of(values.length, drawn -> {
            double sum = 0;
            for (int item : drawn) {
                sum += values[item];
            }
            return sum / drawn.length;
        });
    }

    /**
     * @param items how many there are; at least 1
     * @param statistic of the items drawn, by their indices; draws for which it is not finite are left out
     * @return NaN at both ends if it never is
     */
    public static Interval of(int items, ToDoubleFunction<int[]> statistic) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values = new double[DRAWS];
        int[] drawn = new int[items];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int i = 0; i < items; i++) {
                drawn[i] = random.nextInt(items);
            }
            values[draw] = statistic.applyAsDouble(drawn);
        }
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        return sorted.length == 0
                ? new Interval(Double.NaN, Double.NaN)
                : new Interval(at(sorted, TAIL), at(sorted, 1 - TAIL));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
    }
}
