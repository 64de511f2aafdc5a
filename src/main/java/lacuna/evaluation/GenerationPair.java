package lacuna.evaluation;

/**
 * The continuations of one prompt before and after unlearning.
 *
 * @param before continuation by the model as it was
 * @param after continuation by the changed model, same settings and seed
 */
public record GenerationPair(String prompt, String group, String before, String after) {}
