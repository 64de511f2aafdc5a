package lacuna.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * How one question was answered.
 *
 * @param index place of the question in its set, from 0
 * @param answer index of the right choice
 * @param chosen the choice of the largest log-likelihood; of equals the first
 * @param chosenNormalised the choice of the largest log-likelihood per token; of equals the first
 * @param logLikelihoods [choices] log-probability of each choice's text, or of its letter, behind the prompt, in nats
 * @param tokens [choices] number of tokens each log-likelihood is a sum over
 */
public record QuestionResult(
        int index,
        int answer,
        int chosen,
        int chosenNormalised,
        boolean correct,
        boolean correctNormalised,
        List<Double> logLikelihoods,
        List<Integer> tokens) {

    public QuestionResult {
        logLikelihoods = List.copyOf(logLikelihoods);
        tokens = List.copyOf(tokens);
    }

    static QuestionResult of(int index, int answer, double[] logLikelihoods, int[] tokens) {
        double[] perToken = new double[logLikelihoods.length];
        for (int i = 0; i < perToken.length; i++) {
            perToken[i] = logLikelihoods[i] / tokens[i];
        }
        int chosen = largest(logLikelihoods);
        int chosenNormalised = largest(perToken);
        return new QuestionResult(
                index,
                answer,
                chosen,
                chosenNormalised,
                chosen == answer,
                chosenNormalised == answer,
                Arrays.stream(logLikelihoods).boxed().toList(),
                Arrays.stream(tokens).boxed().toList());
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
