package lacuna.sae;

/**
 * What an activation of 1 means. Numbers of one feature from two tools can only be compared in the same units; Neuronpedia, for one,
 * shows unit-decoder values of most SAEs.
 */
public enum SaeUnits {
    /** The feature adds one times its decoder row as stored, whatever its length. */
    RAW("raw"),
    /** The feature adds a vector of length one to the reconstruction: raw value times the length of the decoder row. */
    UNIT_DECODER("unit-decoder");

    private final String title;

    SaeUnits(String title) {
        this.title = title;
    }

    /** For files and for the window. */
    public String title() {
        return title;
    }
}
