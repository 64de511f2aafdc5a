package lacuna.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * CRISP's one figure for a model: the harmonic mean of (100 - U, R, M, 50F, 50C). It rewards fluency, so a model to which nothing was done
 * scores well: show it beside the untouched model's, always.
 *
 * @param unlearned U, accuracy on the questions to be forgotten, in percent
 * @param retained R, accuracy on questions near the topic that are to stay, in percent
 * @param general M, accuracy on general questions (MMLU), in percent
 * @param fluency F, a judge's mean rating of fluency from 0 to 2; none without a judge
 * @param concept C, a judge's mean rating of the concept's presence from 0 to 2; none without a judge
 */
public record OverallScore(
        double unlearned, double retained, double general, OptionalDouble fluency, OptionalDouble concept) {

    private static final double HUNDRED = 100;
    private static final double PERCENT_OF_RATING = 50;

    public OverallScore {
        requirePercent(unlearned);
        requirePercent(retained);
        requirePercent(general);
    }

    public static OverallScore judged(
            double unlearned, double retained, double general, double fluency, double concept) {
        return new OverallScore(unlearned, retained, general, OptionalDouble.of(fluency), OptionalDouble.of(concept));
    }

    public static OverallScore unjudged(double unlearned, double retained, double general) {
        return new OverallScore(unlearned, retained, general, OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static void requirePercent(double value) {
        if (!(value >= 0 && value <= HUNDRED)) {
            throw new IllegalArgumentException(value + " is no percentage");
        }
    }

    /** As published; empty where no judge has rated. */
    public OptionalDouble asPublished() {
        return fluency.isEmpty() || concept.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(harmonicMean(
                        HUNDRED - unlearned,
                        retained,
                        general,
                        PERCENT_OF_RATING * fluency.getAsDouble(),
                        PERCENT_OF_RATING * concept.getAsDouble()));
    }

    /** Of (100 - U, R, M): without the columns that need a judge. */
    public double withoutJudge() {
        return harmonicMean(HUNDRED - unlearned, retained, general);
    }

    /** Of (100 - U, R), for sets that have neither general questions nor a judge. Not to be held against published figures. */
    public static double ofQuestions(double unlearned, double retained) {
        requirePercent(unlearned);
        requirePercent(retained);
        return harmonicMean(HUNDRED - unlearned, retained);
    }

    /**
     * Of (100 - U, R, 50F, 50C), for sets that have no general questions.
     *
     * @param fluency a judge's mean rating from 0 to 2
     * @param concept the same of the concept's presence
     * @return NaN where no judge has rated
     */
    public static double ofQuestionsAndJudge(double unlearned, double retained, double fluency, double concept) {
        requirePercent(unlearned);
        requirePercent(retained);
        return Double.isNaN(fluency) || Double.isNaN(concept)
                ? Double.NaN
                : harmonicMean(HUNDRED - unlearned, retained, PERCENT_OF_RATING * fluency, PERCENT_OF_RATING * concept);
    }

    /** Zero if any value is. */
    static double harmonicMean(double... values) {
        double sum = 0;
        for (double value : values) {
            if (value <= 0) {
                return 0;
            }
            sum += 1 / value;
        }
        return Arrays.stream(values).count() / sum;
    }
}
