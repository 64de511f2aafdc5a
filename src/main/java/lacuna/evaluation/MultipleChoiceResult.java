package lacuna.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lacuna.stats.Interval;

/**
 * Accuracy on a question set, with everything needed to ask again.
 *
 * @param protocol under which the numbers were measured; never compare two results that differ in it
 * @param questionSet file name of the questions
 * @param sha256 of that file
 * @param template what stood before each choice or letter, examples included
 * @param accuracy share of questions whose right choice has the largest log-likelihood
 * @param interval 95 % Wilson interval of {@code accuracy}
 * @param accuracyNormalised the same by log-likelihood per token, which does not favour short choices
 * @param intervalNormalised 95 % Wilson interval of {@code accuracyNormalised}
 * @param shortened questions whose beginning was cut off because they do not fit into the model's context
 */
public record MultipleChoiceResult(
        Protocol protocol,
        String questionSet,
        String sha256,
        String template,
        double accuracy,
        Interval interval,
        double accuracyNormalised,
        Interval intervalNormalised,
        int shortened,
        List<QuestionResult> questions) {

    public MultipleChoiceResult {
        questions = List.copyOf(questions);
    }

    static MultipleChoiceResult of(
            MultipleChoiceConfig config, QuestionSet set, int shortened, List<QuestionResult> questions) {
        long right = questions.stream().filter(QuestionResult::correct).count();
        long rightNormalised =
                questions.stream().filter(QuestionResult::correctNormalised).count();
        return new MultipleChoiceResult(
                config.protocol(),
                set.name(),
                set.sha256(),
                config.asked(),
                (double) right / questions.size(),
                Interval.wilson(right, questions.size()),
                (double) rightNormalised / questions.size(),
                Interval.wilson(rightNormalised, questions.size()),
                shortened,
                questions);
    }

    /** The answers to the questions of a half, as if that had been asked alone. */
    public MultipleChoiceResult part(QuestionSet.Part part) {
        if (part == QuestionSet.Part.ALL) {
            return this;
        }
        List<QuestionResult> chosen = Arrays.stream(PublishedSplit.indices(questions.size(), part))
                .mapToObj(questions::get)
                .toList();
        long right = chosen.stream().filter(QuestionResult::correct).count();
        long rightNormalised =
                chosen.stream().filter(QuestionResult::correctNormalised).count();
        String half = part.name().toLowerCase(Locale.ROOT);
        return new MultipleChoiceResult(
                protocol,
                questionSet + " (" + half + " half)",
                sha256 + ":" + half,
                template,
                (double) right / chosen.size(),
                Interval.wilson(right, chosen.size()),
                (double) rightNormalised / chosen.size(),
                Interval.wilson(rightNormalised, chosen.size()),
                shortened,
                chosen);
    }

    /** Whether these are answers to the questions as they stand, asked as the config says. */
    public boolean isOf(QuestionSet set, MultipleChoiceConfig config) {
        return protocol == config.protocol()
                && template.equals(config.asked())
                && sha256.equals(set.sha256())
                && questions.size() == set.size();
    }

    /** Whether the two were asked the same questions in the same way, so that their accuracies may stand side by side. */
    public boolean isComparableWith(MultipleChoiceResult other) {
        return protocol == other.protocol
                && template.equals(other.template)
                && sha256.equals(other.sha256)
                && questions.size() == other.questions.size();
    }
}
