package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import lacuna.stats.Interval;

/**
 * Accuracy by letter with the model's liking for one letter taken out: from each letter's score its mean over the question set is
 * subtracted before the largest is chosen. Beside it what always choosing one letter would give.
 *
 * @param offsets mean log-probability of each letter over the questions that have it, in nats
 * @param majority share of the questions whose answer is the commonest letter: what answering it always would give
 */
public record LetterCalibration(double accuracy, Interval interval, List<Double> offsets, double majority) {

    public LetterCalibration {
        offsets = List.copyOf(offsets);
    }

    /** @throws IllegalArgumentException if the questions were not asked by letter */
    public static LetterCalibration of(MultipleChoiceResult result) {
        if (!result.protocol().isByLetter()) {
            throw new IllegalArgumentException("there are no letters under the protocol "
                    + result.protocol().title());
        }
        int letters = result.questions().stream()
                .mapToInt(question -> question.logLikelihoods().size())
                .max()
                .orElseThrow();
        double[] sums = new double[letters];
        int[] counts = new int[letters];
        int[] answers = new int[letters];
        for (QuestionResult question : result.questions()) {
            answers[question.answer()]++;
            for (int i = 0; i < question.logLikelihoods().size(); i++) {
                sums[i] += question.logLikelihoods().get(i);
                counts[i]++;
            }
        }
        List<Double> offsets = new ArrayList<>(letters);
        for (int i = 0; i < letters; i++) {
            offsets.add(sums[i] / counts[i]);
        }
        long right = result.questions().stream()
                .filter(question -> largest(question.logLikelihoods(), offsets) == question.answer())
                .count();
        int n = result.questions().size();
        int commonest = java.util.Arrays.stream(answers).max().orElseThrow();
        return new LetterCalibration((double) right / n, Interval.wilson(right, n), offsets, (double) commonest / n);
    }

    private static int largest(List<Double> scores, List<Double> offsets) {
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            if (scores.get(i) - offsets.get(i) > scores.get(best) - offsets.get(best)) {
                best = i;
            }
        }
        return best;
    }
}
