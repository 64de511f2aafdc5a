package lacuna.unlearning;

/**
 * One line of {@code training.jsonl}. The losses are those before the step's update, without their weights.
 *
 * @param step from 1: the number of updates made once this line is written
 * @param unlearn suppression loss, mean over layers that have chosen features
 * @param retain drift of the benign residuals, mean over layers
 * @param coherence drift of the final state on the coherence texts; 0 if there are none
 * @param total weighted sum, what is minimised
 * @param gradientNorm global L2 norm before clipping
 * @param seconds the step took
 * @param suppressedActivity mean activation of the chosen features on the step's target tokens
 */
public record TrainingStep(
        int step,
        double unlearn,
        double retain,
        double coherence,
        double total,
        double gradientNorm,
        double seconds,
        double suppressedActivity) {}
