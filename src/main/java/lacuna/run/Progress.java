package lacuna.run;

/**
 * How a stage tells its caller how far it is, and asks whether to go on. Stages call it between batches, from the compute thread;
 * the window and the command line each bring their own.
 */
public interface Progress {

    /** Reports nothing and never cancels. */
    Progress NONE = (activity, done, total) -> {};

    /**
     * @param activity what is being done, in words for the user ("Statistics of the target corpus")
     * @param done units finished
     * @param total units in all, or 0 where unknown
     */
    void report(String activity, long done, long total);

    /** Whether the user asked to stop. */
    default boolean isCancelled() {
        return false;
    }

    /** A line worth keeping in the log (a checkpoint written, a sample generated). */
    default void log(String line) {}

    /** @throws Cancelled if the user asked to stop */
    default void check() throws Cancelled {
        if (isCancelled()) {
            throw new Cancelled();
        }
    }
}
