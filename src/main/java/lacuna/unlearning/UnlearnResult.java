package lacuna.unlearning;

import java.nio.file.Path;
import java.util.List;

/**
 * A finished run.
 *
 * @param steps made in all, those before a resume included; 0 for a method that trains nothing
 * @param ends the first and the last step; none where none was made
 * @param seconds this sitting took
 * @param adapter PEFT folder, or the one that holds what is clamped
 */
public record UnlearnResult(int steps, List<TrainingStep> ends, double seconds, Path adapter) {

    public UnlearnResult {
        ends = List.copyOf(ends);
    }

    /** @throws IndexOutOfBoundsException if no step was made */
    public TrainingStep first() {
        return ends.get(0);
    }

    /** @throws IndexOutOfBoundsException if no step was made */
    public TrainingStep last() {
        return ends.get(1);
    }
}
