package lacuna.unlearning;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import lacuna.selection.CrispMode;

/** Settings of a method that works on the running model and trains nothing: no steps, no losses, no weights. */
interface Untrained extends UnlearnConfig {

    @Override
    default Map<String, Double> lossWeights() {
        return Map.of();
    }

    /** Where the SAEs were trained: a clamp anywhere else would add directions that mean nothing there. */
    @Override
    default Optional<CrispMode> featureMode() {
        return Optional.of(CrispMode.ALIGNED);
    }

    @Override
    default SortedSet<Integer> blocks() {
        return Collections.emptySortedSet();
    }

    @Override
    default int steps() {
        return 0;
    }

    @Override
    default int stepsOver(int targetTexts) {
        return 0;
    }

    @Override
    default int batchSize() {
        return 1;
    }

    @Override
    default int checkpointEvery() {
        return 0;
    }

    @Override
    default double learningRate() {
        return 0;
    }

    @Override
    default double learningRateAt(int step) {
        return 0;
    }

    @Override
    default double largestNorm() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    default Optional<UnlearnConfig> lighter() {
        return Optional.empty();
    }

    @Override
    default String load() {
        return "passes without gradients";
    }

    /** The same: there are no steps. */
    @Override
    default UnlearnConfig withSteps(int other) {
        return this;
    }

    /** The same: there is nothing to save on the way. */
    @Override
    default UnlearnConfig withCheckpointEvery(int other) {
        return this;
    }
}
