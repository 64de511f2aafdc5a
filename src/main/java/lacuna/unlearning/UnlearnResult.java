package lacuna.unlearning;

import java.nio.file.Path;

/**
 * A finished run.
 *
 * @param steps made in all, those before a resume included
 * @param first the first step of this sitting
 * @param last the last step
 * @param seconds this sitting took
 * @param adapter PEFT folder
 */
public record UnlearnResult(int steps, TrainingStep first, TrainingStep last, double seconds, Path adapter) {}
