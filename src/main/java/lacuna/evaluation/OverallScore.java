package lacuna.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * CRISP's one figure for a model, the harmonic mean of (100 - U, R, M, 50F, 50C), of the parts that were measured. It says which those are,
 * for two scores of different parts must not be held against each other. It rewards fluency, so a model to which nothing was done scores
 * well: show it beside the untouched model's, always.
 *
 * <pre>
 * OverallScore.of(u, r).general(m).judged(f, c).judged() // as published
 * OverallScore.of(u, r).prediction(before, after).score() // no general questions, no judge
 * </pre>
 *
 * @param parts what goes in, in the order of the formula
 */
public record OverallScore(List<Part> parts) {

    private static final double HUNDRED = 100;
    private static final double PERCENT_OF_RATING = 50;

    /** What can go in. */
    public enum Kind {
        FORGOTTEN("100 \u2212 U", "U: target accuracy"),
        RETAINED("R", "R: benign accuracy"),
        GENERAL("M", "M: accuracy on general questions"),
        /** decision: in the place of M where no general questions were asked, so that a model that can no longer write does not win. */
        PREDICTION("P", "P: perplexity before / after, at most 100 %, in the place of general questions (M)"),
        FLUENCY("50F", "F: rated fluency, 0 to 2"),
        CONCEPT("50C", "C: rated presence of the concept, 0 to 2");

        private final String symbol;
        private final String meaning;

        Kind(String symbol, String meaning) {
            this.symbol = symbol;
            this.meaning = meaning;
        }

        private boolean isOfJudge() {
            return this == FLUENCY || this == CONCEPT;
        }
    }

    /** @param value from 0 to 100 */
    public record Part(Kind kind, double value) {}

    public OverallScore {
        parts = List.copyOf(parts);
        for (Part part : parts) {
            if (!(part.value >= 0 && part.value <= HUNDRED)) {
                throw new IllegalArgumentException(part.value + " is no percentage");
            }
        }
    }

    /**
     * @param unlearned U, accuracy on the questions to be forgotten, in percent
     * @param retained R, accuracy on questions near the topic that are to stay, in percent
     */
    public static OverallScore of(double unlearned, double retained) {
        return new OverallScore(
                List.of(new Part(Kind.FORGOTTEN, HUNDRED - unlearned), new Part(Kind.RETAINED, retained)));
    }

    /** @param accuracy M, accuracy on general questions (MMLU), in percent */
    public OverallScore general(double accuracy) {
        return with(Kind.GENERAL, accuracy);
    }

    /** 100 min(1, before / after) in the place of M; 0 where the perplexity is not finite. */
    public OverallScore prediction(double perplexityBefore, double perplexityAfter) {
        return with(
                Kind.PREDICTION,
                Double.isFinite(perplexityAfter) ? HUNDRED * Math.min(1, perplexityBefore / perplexityAfter) : 0);
    }

    /**
     * M where general questions were asked, else P.
     *
     * @param accuracy M in percent; NaN where none were asked
     */
    public OverallScore generalOrPrediction(double accuracy, double perplexityBefore, double perplexityAfter) {
        return Double.isNaN(accuracy) ? prediction(perplexityBefore, perplexityAfter) : general(accuracy);
    }

    /**
     * Mean ratings from 0 to 2.
     *
     * @param fluency F; NaN, as {@code concept}, where no judge has rated, and then nothing is added
     */
    public OverallScore judged(double fluency, double concept) {
        return Double.isNaN(fluency) || Double.isNaN(concept)
                ? this
                : with(Kind.FLUENCY, PERCENT_OF_RATING * fluency).with(Kind.CONCEPT, PERCENT_OF_RATING * concept);
    }

    private OverallScore with(Kind kind, double value) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(kind, value));
        return new OverallScore(more);
    }

    /** Of all parts but the judge's, in percent. */
    @JsonProperty
    public double score() {
        return harmonicMean(withoutJudge());
    }

    /** Of all parts, in percent; NaN where no judge has rated. */
    @JsonProperty
    public double judged() {
        List<Part> without = withoutJudge();
        return without.size() == parts.size() ? Double.NaN : harmonicMean(parts);
    }

    /** "100 − U, R, P": what {@link #score()} is the harmonic mean of. */
    public String formula() {
        return joined(withoutJudge());
    }

    /** "100 − U, R, P, 50F, 50C": what {@link #judged()} is the harmonic mean of. */
    public String judgedFormula() {
        return joined(parts);
    }

    /** What the letters of {@link #judgedFormula()} stand for. */
    public String legend() {
        return String.join("; ", parts.stream().map(part -> part.kind.meaning).toList());
    }

    private List<Part> withoutJudge() {
        return parts.stream()
                .filter(Predicate.not(part -> part.kind.isOfJudge()))
                .toList();
    }

    private static String joined(List<Part> parts) {
        return String.join(", ", parts.stream().map(part -> part.kind.symbol).toList());
    }

    /** Zero if any value is. */
    private static double harmonicMean(List<Part> parts) {
        double sum = 0;
        for (Part part : parts) {
            if (part.value <= 0) {
                return 0;
            }
            sum += 1 / part.value;
        }
        return parts.size() / sum;
    }
}
