package lacuna.unlearning;

import lacuna.selection.CrispMode;

/** How the distance of a residual stream from the frozen model's is measured; the scales differ by orders of magnitude. */
public enum Drift {
    /** Mean over [batch, pos, d_model], masked positions counted as zeros: the published code. */
    ALL_ENTRIES("drift_code"),
    /** Squared L2 norm, mean over valid tokens: the paper. d_model times {@link #VALID_ENTRIES}. */
    SQUARED_NORM("drift_paper"),
    /** Mean squared difference over the entries of valid tokens. */
    VALID_ENTRIES("drift_entries"),
    /**
     * {@link #VALID_ENTRIES} divided by the frozen state's mean square: the share of the signal's power that moved, so that beta means
     * the same on every model and at every layer.
     */
    RELATIVE("drift_relative");

    private final String kernel;

    Drift(String kernel) {
        this.kernel = kernel;
    }

    String kernel() {
        return kernel;
    }

    /** What each mode uses unless told otherwise. */
    public static Drift of(CrispMode mode) {
        return switch (mode) {
            case CODE -> ALL_ENTRIES;
            case PAPER -> SQUARED_NORM;
            case ALIGNED -> RELATIVE;
        };
    }
}
