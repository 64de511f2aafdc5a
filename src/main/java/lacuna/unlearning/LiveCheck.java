package lacuna.unlearning;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code checks.jsonl}: a quick look at the model in the middle of a run.
 *
 * @param step updates made
 * @param target share of target questions answered rightly; null where there are none
 * @param benign share of benign questions answered rightly; null where there are none
 * @param questions asked of each set, at most
 * @param samples continuations
 */
public record LiveCheck(
        int step, @Nullable Double target, @Nullable Double benign, int questions, List<Sample> samples) {

    /** A prompt and how the model in training goes on with it. */
    public record Sample(String prompt, String text) {}

    public LiveCheck {
        samples = List.copyOf(samples);
    }

    /** Benign minus target accuracy; of what there is. */
    public OptionalDouble score() {
        Double forgotten = target;
        Double kept = benign;
        return forgotten == null && kept == null
                ? OptionalDouble.empty()
                : OptionalDouble.of((kept == null ? 0 : kept) - (forgotten == null ? 0 : forgotten));
    }
}
