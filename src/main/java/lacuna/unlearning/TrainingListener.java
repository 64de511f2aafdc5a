package lacuna.unlearning;

/** Hears of every step as it is done, on the compute thread; for live curves. */
@FunctionalInterface
public interface TrainingListener {

    /** Hears nothing. */
    TrainingListener NONE = step -> {};

    void onStep(TrainingStep step);

    /** Hears of a quick evaluation. */
    default void onCheck(LiveCheck check) {}
}
