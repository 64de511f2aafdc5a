package lacuna.project;

import java.util.Arrays;
import java.util.List;
import lacuna.evaluation.Interval;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What a study found so far: the untouched model, then the methods in the file's order. Settings were chosen on the validation half of
 * the questions; every accuracy here is of the test half.
 *
 * @param rule how a trial was chosen, in words
 * @param questions of each kind in the test half, by which the accuracies were measured
 * @param methods those that have been repeated at least once
 * @param unfinished names of the methods that have not run with all seeds yet
 */
public record StudyResult(
        String name,
        int trials,
        List<Long> seeds,
        String rule,
        String protocol,
        int questions,
        Figures untouched,
        List<Row> methods,
        List<String> unfinished) {

    /**
     * One method.
     *
     * @param chosen the settings that won, in words
     * @param tried every trial with its score on the validation half
     * @param seeds those that have run
     */
    public record Row(
            String method, String chosen, List<Tried> tried, List<Long> seeds, Figures figures, List<Check> checks) {}

    /**
     * A trial on the validation half.
     *
     * @param score see {@link lacuna.evaluation.OverallScore}; null if the run failed
     * @param problem why it failed; empty if it did not
     */
    public record Tried(
            String settings,
            double target,
            double benign,
            double perplexity,
            @Nullable Double score,
            String problem) {}

    /**
     * @param target accuracy on what was to be forgotten
     * @param benign accuracy on what was to stay
     * @param perplexity on held-out texts
     * @param repetition of the continuations; a fluency proxy
     * @param distinct2 different word pairs of the continuations; a fluency proxy
     * @param overall see {@link lacuna.evaluation.OverallScore}
     */
    public record Figures(
            Share target, Share benign, Spread perplexity, Spread repetition, Spread distinct2, Spread overall) {}

    /**
     * A share of questions.
     *
     * @param questions 95 % Wilson interval of the mean over the questions. decision: every seed answers the same questions, so that they
     *     count once; counted for each seed they would promise more than they hold, most of all where a method has no chance in it
     */
    public record Share(Spread seeds, Interval questions) {
        static Share of(double[] accuracies, int questions) {
            Spread seeds = Spread.of(accuracies);
            return new Share(seeds, Interval.wilson(Math.round(seeds.mean() * questions), questions));
        }
    }

    /**
     * A figure of several seeds.
     *
     * @param halfWidth of the 95 % interval of the mean by Student's t; NaN for a single value
     */
    public record Spread(double mean, double halfWidth, List<Double> values) {

        private static final double UPPER = .975;

        static Spread of(double... values) {
            double mean = Arrays.stream(values).average().orElse(Double.NaN);
            List<Double> all = Arrays.stream(values).boxed().toList();
            if (values.length < 2) {
                return new Spread(mean, Double.NaN, all);
            }
            double squares =
                    Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
            double error = Math.sqrt(squares / (values.length - 1) / values.length);
            double t = TDistribution.of(values.length - 1).inverseCumulativeProbability(UPPER);
            return new Spread(mean, t * error, all);
        }
    }

    /**
     * A check of persistence.
     *
     * @param attack what was done, in words
     * @param attacked accuracy on the target questions afterwards
     * @param recovered share of what was lost that came back, by seed; NaN where nothing had been lost
     */
    public record Check(String attack, Share attacked, Spread recovered) {}
}
