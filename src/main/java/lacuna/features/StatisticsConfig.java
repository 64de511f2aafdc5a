package lacuna.features;

/**
 * How statistics are collected.
 *
 * @param batchSize documents the model reads at once
 * @param topPassages strongest passages kept for each feature and corpus
 * @param samples passages kept for each of those drawn from all its tokens
 * @param nearMisses passages kept of those at which it was nearly on
 * @param windowBefore tokens shown before the place of interest of a passage
 * @param windowAfter tokens shown after it
 * @param checkpointEvery batches between checkpoints
 */
public record StatisticsConfig(
        int batchSize,
        int topPassages,
        int samples,
        int nearMisses,
        int windowBefore,
        int windowAfter,
        int checkpointEvery) {

    public static final StatisticsConfig DEFAULT = new StatisticsConfig(32, 10, 10, 4, 40, 24, 200);

    /** Passages of all features and corpora together, at most: some 250 MB. */
    private static final int MOST_PASSAGES = 2_000_000;

    public StatisticsConfig {
        if (batchSize < 1
                || topPassages < 0
                || samples < 0
                || nearMisses < 0
                || windowBefore < 0
                || windowAfter < 0
                || checkpointEvery < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + ", passages " + topPassages + "+" + samples
                    + "+" + nearMisses + ", window " + windowBefore + "+" + windowAfter + ", checkpointEvery "
                    + checkpointEvery);
        }
    }

    /** With as many samples and near misses as top passages. */
    public StatisticsConfig(int batchSize, int topPassages, int windowBefore, int windowAfter, int checkpointEvery) {
        this(batchSize, topPassages, topPassages, topPassages, windowBefore, windowAfter, checkpointEvery);
    }

    public StatisticsConfig withBatchSize(int documents) {
        return new StatisticsConfig(
                documents, topPassages, samples, nearMisses, windowBefore, windowAfter, checkpointEvery);
    }

    /**
     * With fewer passages for each feature where there are so many features that memory would run short.
     *
     * @param features of all SAEs together
     */
    StatisticsConfig fitting(long features) {
        long wanted = 2 * features * (topPassages + samples + nearMisses);
        if (wanted <= MOST_PASSAGES) {
            return this;
        }
        double share = (double) MOST_PASSAGES / wanted;
        return new StatisticsConfig(
                batchSize,
                (int) Math.ceil(share * topPassages),
                (int) Math.ceil(share * samples),
                (int) Math.ceil(share * nearMisses),
                windowBefore,
                windowAfter,
                checkpointEvery);
    }
}
