package lacuna.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import lacuna.stats.Interval;
import org.jspecify.annotations.Nullable;

/**
 * {@code text-metrics.json}: how well texts are predicted and what the model writes, before and after. Everything in {@code written} is a
 * proxy that nobody has held against people's ratings; {@code judged} are another model's ratings, where the user named one.
 *
 * @param predicted perplexity on held-out target, benign and general text
 * @param written proxies of continuations, by group of prompts, and over all of them
 * @param continuations SHA-256 of the continuations that were measured
 * @param keywords the list behind the keyword rates; null where none was given
 * @param judged ratings by group of prompts, and over all of them; none without a judge
 */
public record TextMetrics(
        List<Predicted> predicted,
        List<Written> written,
        String continuations,
        @Nullable KeywordList keywords,
        List<Judged> judged) {

    /** The group that stands for all prompts. */
    public static final String ALL = "all";

    /** A value with its 95 % interval. */
    public record Figure(double value, Interval interval) {}

    /**
     * @param kind target, benign or general
     * @param tokens predicted tokens
     * @param before perplexity of the untouched model; interval by drawing documents again
     * @param after perplexity after unlearning
     * @param ratio after / before, the same documents drawn for both
     */
    public record Predicted(
            String kind,
            String corpus,
            String sha256,
            int maxTokens,
            long tokens,
            Figure before,
            Figure after,
            Figure ratio) {

        /** @throws IllegalArgumentException if the two are of different texts */
        public static Predicted of(String kind, PerplexityResult before, PerplexityResult after) {
            List<DocumentLikelihood> first = before.documents();
            List<DocumentLikelihood> second = after.documents();
            if (!before.sha256().equals(after.sha256()) || first.size() != second.size()) {
                throw new IllegalArgumentException("perplexities of different texts");
            }
            return new Predicted(
                    kind,
                    before.corpus(),
                    before.sha256(),
                    before.maxTokens(),
                    before.tokens(),
                    new Figure(before.perplexity(), Bootstrap.of(first.size(), drawn -> perplexity(first, drawn))),
                    new Figure(after.perplexity(), Bootstrap.of(first.size(), drawn -> perplexity(second, drawn))),
                    new Figure(
                            after.perplexity() / before.perplexity(),
                            Bootstrap.of(first.size(), drawn -> perplexity(second, drawn) / perplexity(first, drawn))));
        }

        private static double perplexity(List<DocumentLikelihood> documents, int[] drawn) {
            double sum = 0;
            long tokens = 0;
            for (int i : drawn) {
                sum += documents.get(i).negativeLogLikelihood();
                tokens += documents.get(i).tokens();
            }
            return Math.exp(sum / tokens);
        }
    }

    /**
     * @param group of prompts, or {@link #ALL}
     * @param texts how many
     */
    public record Written(String group, int texts, Proxies before, Proxies after) {}

    /**
     * @param fluency means over the texts
     * @param perplexityUnderFrozen of the continuations as the untouched model reads them; NaN where nothing was written
     * @param salientRate share of continuation tokens at which a suppressed feature fires when the untouched model reads them; null where
     *     none was suppressed
     * @param keywordRate share of continuations with one of the keywords; null where none were given
     */
    public record Proxies(
            FluencyProxies fluency,
            double perplexityUnderFrozen,
            @Nullable Double salientRate,
            @Nullable Double keywordRate) {}

    /** What is kept of a list of keywords: a list about a hazardous topic is not spread. */
    public record KeywordList(String file, String sha256, int words) {}

    /**
     * @param model the judge's name
     * @param before mean rating from 0 to 2, interval by drawing texts again
     */
    public record Judged(String group, Judge.Scale scale, String model, Figure before, Figure after) {

        /**
         * @param group of prompts, or {@link #ALL}
         * @param places of the group's texts among those rated
         */
        public static Judged of(String group, Judge.Ratings before, Judge.Ratings after, int[] places) {
            return new Judged(group, before.scale(), before.model(), mean(before, places), mean(after, places));
        }

        private static Figure mean(Judge.Ratings ratings, int[] places) {
            double[] values = IntStream.of(places)
                    .mapToDouble(place -> ratings.ratings().get(place))
                    .toArray();
            return new Figure(
                    IntStream.of(places)
                            .mapToDouble(place -> ratings.ratings().get(place))
                            .average()
                            .orElse(Double.NaN),
                    Bootstrap.ofMean(values));
        }
    }

    public TextMetrics {
        predicted = List.copyOf(predicted);
        written = List.copyOf(written);
        judged = List.copyOf(judged);
    }

    public TextMetrics with(List<Judged> ratings) {
        return new TextMetrics(predicted, written, continuations, keywords, ratings);
    }

    /** A judge's mean rating over all prompts; NaN without a judge. */
    public double judged(Judge.Scale scale, ToDoubleFunction<Judged> state) {
        return judged.stream()
                .filter(rating -> rating.scale == scale && rating.group.equals(ALL))
                .mapToDouble(state)
                .findFirst()
                .orElse(Double.NaN);
    }
}
