package lacuna.ui.train;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;

/** How long steps take, from those that have been made. */
final class Pace {

    private static final int RECENT = 20;
    private static final int ENOUGH = 3;

    private Pace() {}

    /** Seconds per step of the latest steps; empty before there are some. */
    static OptionalDouble of(List<TrainingStep> steps) {
        if (steps.size() < ENOUGH) {
            return OptionalDouble.empty();
        }
        return steps.subList(Math.max(0, steps.size() - RECENT), steps.size()).stream()
                .mapToDouble(TrainingStep::seconds)
                .average();
    }

    /** Of the newest run whose steps did the same work; empty if none did. */
    static OptionalDouble expected(UnlearnConfig config, Collection<RunEntry> runs) {
        return runs.stream()
                .filter(run -> run.steps().size() >= ENOUGH && isSameWork(run.config(), config))
                .max(Comparator.comparing(RunEntry::started))
                .map(run -> of(run.steps()))
                .orElse(OptionalDouble.empty());
    }

    private static boolean isSameWork(UnlearnConfig a, UnlearnConfig b) {
        return a.method().equals(b.method())
                && a.variant().equals(b.variant())
                && a.batchSize() == b.batchSize()
                && a.maxTokens() == b.maxTokens()
                && a.blocks().equals(b.blocks());
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
