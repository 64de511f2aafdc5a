package lacuna.project;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import lacuna.persistence.Persistence;
import lacuna.persistence.ProbeCheck;
import lacuna.stats.Interval;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What a study found so far: the untouched model, then the methods in the file's order. Settings were chosen on the validation half of
 * the questions; every accuracy here is of the test half.
 *
 * @param rule how a trial was chosen, in words
 * @param questions on the target in the test half, by which the accuracies were measured
 * @param generalProtocol by which the general questions were asked; null if by the same
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
        @Nullable String generalProtocol,
        Figures untouched,
        List<Row> methods,
        List<String> unfinished) {

    /**
     * One method.
     *
     * @param chosen the settings that won, in words
     * @param tried every trial with its score on the validation half
     * @param seeds those that have run
     * @param probes none where they were not asked for
     */
    public record Row(
            String method,
            String chosen,
            List<Tried> tried,
            List<Long> seeds,
            Figures figures,
            List<Check> checks,
            List<Probe> probes) {}

    /**
     * A trial on the validation half.
     *
     * @param general accuracy on the general questions; null if the project has none, or the run failed
     * @param score see {@link lacuna.evaluation.OverallScore}; null if the run failed
     * @param problem why it failed; empty if it did not
     */
    public record Tried(
            String settings,
            double target,
            double benign,
            @Nullable Double general,
            double perplexity,
            @Nullable Double score,
            String problem) {}

    /**
     * @param target accuracy on what was to be forgotten
     * @param benign accuracy on what was to stay
     * @param general accuracy on everything else; null if the project has no general questions
     * @param perplexity on held-out texts
     * @param repetition of the continuations; a fluency proxy
     * @param distinct2 different word pairs of the continuations; a fluency proxy
     * @param overall see {@link lacuna.evaluation.OverallScore}
     */
    public record Figures(
            Share target,
            Share benign,
            @Nullable Share general,
            Spread perplexity,
            Spread repetition,
            Spread distinct2,
            Spread overall) {}

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

    /**
     * What linear probes tell behind one block: the one where they tell most of the untouched model, of equal ones the first.
     *
     * @param what they tell, and of what: "answers of 60 questions"
     * @param layer hook point, {@code resid_post.4}
     * @param before share told rightly, fitted and tested on the untouched model
     * @param unlearned the same probe on the unlearned model
     * @param anew a probe fitted on the unlearned model
     * @param control fitted on labels that mean nothing: what guessing gives
     */
    public record Probe(String what, String layer, Share before, Share unlearned, Share anew, Share control) {

        /**
         * @param bySeed what was told of each seed's run behind every block
         * @param items questions or documents told
         */
        static Probe of(String what, List<List<ProbeCheck.Layer>> bySeed, int items) {
            int best = best(bySeed.get(0));
            List<ProbeCheck.Layer> same =
                    bySeed.stream().map(layers -> layers.get(best)).toList();
            return new Probe(
                    what,
                    same.get(0).layer(),
                    share(same, ProbeCheck.Layer::before, items),
                    share(same, ProbeCheck.Layer::unlearned, items),
                    share(same, ProbeCheck.Layer::attacked, items),
                    share(same, ProbeCheck.Layer::control, items));
        }

        private static int best(List<ProbeCheck.Layer> layers) {
            return IntStream.range(0, layers.size())
                    .reduce((a, b) -> layers.get(b).before().accuracy()
                                    > layers.get(a).before().accuracy()
                            ? b
                            : a)
                    .orElseThrow();
        }

        private static Share share(
                List<ProbeCheck.Layer> layers, Function<ProbeCheck.Layer, Persistence.Share> which, int items) {
            double[] accuracies = layers.stream()
                    .mapToDouble(layer -> which.apply(layer).accuracy())
                    .toArray();
            return Share.of(accuracies, items);
        }
    }
}
