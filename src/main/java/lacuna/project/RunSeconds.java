package lacuna.project;

/**
 * Wall-clock time of a run's stages, over all sittings.
 *
 * @param statistics 0 or nearly so where an earlier run's were taken
 */
public record RunSeconds(double statistics, double training, double evaluation, double total) {

    static final RunSeconds NONE = new RunSeconds(0, 0, 0, 0);

    /** The stages that are timed. */
    enum Stage {
        STATISTICS,
        TRAINING,
        EVALUATION,
        /** Loading, hashing, selecting: counts in the total only. */
        OTHER
    }

    RunSeconds plus(Stage stage, double seconds) {
        return new RunSeconds(
                statistics + (stage == Stage.STATISTICS ? seconds : 0),
                training + (stage == Stage.TRAINING ? seconds : 0),
                evaluation + (stage == Stage.EVALUATION ? seconds : 0),
                total + seconds);
    }
}
