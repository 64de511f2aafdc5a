package lacuna.evaluation;

/**
 * Scores of every choice of every question.
 *
 * @param logLikelihoods [questions][choices] in nats
 * @param tokens [questions][choices] number of tokens each is a sum over
 * @param shortened questions whose beginning was cut off
 */
record ChoiceScores(double[][] logLikelihoods, int[][] tokens, int shortened) {}
