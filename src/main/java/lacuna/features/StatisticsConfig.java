package lacuna.features;

/**
 * How statistics are collected.
 *
 * @param batchSize documents the model reads at once
 * @param topPassages passages kept for each feature and corpus
 * @param windowBefore tokens shown before the peak of a passage
 * @param windowAfter tokens shown after it
 * @param checkpointEvery batches between checkpoints
 */
public record StatisticsConfig(int batchSize, int topPassages, int windowBefore, int windowAfter, int checkpointEvery) {

    public static final StatisticsConfig DEFAULT = new StatisticsConfig(32, 8, 20, 12, 200);

    public StatisticsConfig {
        if (batchSize < 1 || topPassages < 0 || windowBefore < 0 || windowAfter < 0 || checkpointEvery < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + ", topPassages " + topPassages + ", window "
                    + windowBefore + "+" + windowAfter + ", checkpointEvery " + checkpointEvery);
        }
    }
}
