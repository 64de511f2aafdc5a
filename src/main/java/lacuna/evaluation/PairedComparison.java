package lacuna.evaluation;

import lacuna.stats.Interval;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * Two models on the same questions under the same protocol.
 *
 * @param onlyBefore questions that the first model alone answered rightly
 * @param onlyAfter questions that the second model alone answered rightly
 * @param difference accuracy of the second less that of the first
 * @param interval 95 % interval of {@code difference}: Bonett and Price's (2012) adjusted Wald interval for paired shares
 * @param p of McNemar's exact test, two-sided: how probable a split of the questions that changed at least as uneven would be if right and
 *     wrong had changed by chance alone; 1 if none changed
 */
public record PairedComparison(
        int questions, int onlyBefore, int onlyAfter, double difference, Interval interval, double p) {

    /** @throws IllegalArgumentException if the two were not asked the same questions in the same way */
    public static PairedComparison of(MultipleChoiceResult before, MultipleChoiceResult after) {
        if (!before.isComparableWith(after)) {
            throw new IllegalArgumentException("results of different protocols or questions cannot be compared: "
                    + before.protocol().title() + " on " + before.questionSet() + ", "
                    + after.protocol().title() + " on " + after.questionSet());
        }
        int lost = 0;
        int won = 0;
        for (int i = 0; i < before.questions().size(); i++) {
            boolean first = before.questions().get(i).correct();
            boolean second = after.questions().get(i).correct();
            lost += first && !second ? 1 : 0;
            won += !first && second ? 1 : 0;
        }
        int n = before.questions().size();
        return new PairedComparison(n, lost, won, (double) (won - lost) / n, interval(n, lost, won), p(lost, won));
    }

    private static Interval interval(int n, int lost, int won) {
        double down = (lost + 1.0) / (n + 2);
        double up = (won + 1.0) / (n + 2);
        double half = Interval.Z * Math.sqrt((down + up - (up - down) * (up - down)) / (n + 2));
        return new Interval(Math.max(-1, up - down - half), Math.min(1, up - down + half));
    }

    private static double p(int lost, int won) {
        int changed = lost + won;
        return changed == 0
                ? 1
                : BinomialTest.withDefaults().test(changed, lost, 0.5).getPValue();
    }
}
