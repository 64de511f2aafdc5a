package lacuna.unlearning;

import java.util.Objects;

/**
 * What a run looks at while it trains, and what it leaves behind. The numbers of the steps do not depend on it.
 *
 * @param checkEvery steps between quick evaluations with sample generations; 0 for none
 * @param kept which state becomes the run's adapter
 */
public record RunSchedule(int checkEvery, Kept kept) {

    /** No checks; the last state is kept. */
    public static final RunSchedule NONE = new RunSchedule(0, Kept.LAST);

    /** How the best check is found, in words. */
    public static final String RULE =
            "The best check has the highest benign minus target accuracy; on a tie the earlier one.";

    /** Which state becomes the adapter of a finished run. */
    public enum Kept {
        /** The state after the last step. */
        LAST,
        /** The state with the best check; see {@link #RULE}. */
        BEST
    }

    public RunSchedule {
        kept = Objects.requireNonNullElse(kept, Kept.LAST);
        if (checkEvery < 0) {
            throw new IllegalArgumentException("checkEvery is " + checkEvery + "; expected at least 0");
        }
        if (kept == Kept.BEST && checkEvery == 0) {
            throw new IllegalArgumentException(
                    "the best check is to be kept, but checkEvery is 0; expected at least 1");
        }
    }
}
