package lacuna.persistence;

import lacuna.evaluation.Bootstrap;
import lacuna.stats.Interval;

/**
 * How much of what was lost an attack wins back: (attacked - unlearned) / (before - unlearned), over the same items.
 *
 * @param share 0 for nothing, 1 for all; NaN where nothing had been lost, or more items are right than before
 * @param interval 95 % bootstrap interval of it, over items; NaN at both ends where the share is
 */
record Recovery(double share, Interval interval) {

    /** Each tells of every item whether it was got right. */
    static Recovery of(boolean[] before, boolean[] unlearned, boolean[] attacked) {
        int lost = count(before) - count(unlearned);
        if (lost <= 0) {
            return new Recovery(Double.NaN, new Interval(Double.NaN, Double.NaN));
        }
        return new Recovery(
                (double) (count(attacked) - count(unlearned)) / lost,
                Bootstrap.of(before.length, drawn -> share(drawn, before, unlearned, attacked)));
    }

    static int count(boolean[] right) {
        int count = 0;
        for (boolean one : right) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private static double share(int[] drawn, boolean[] before, boolean[] unlearned, boolean[] attacked) {
        double lost = 0;
        double regained = 0;
        for (int i : drawn) {
            lost += (before[i] ? 1 : 0) - (unlearned[i] ? 1 : 0);
            regained += (attacked[i] ? 1 : 0) - (unlearned[i] ? 1 : 0);
        }
        return regained / lost;
    }
}
