package lacuna.sae.format;

import java.util.OptionalDouble;

/**
 * What a user says about an SAE that its files leave open.
 *
 * @param variant one of several ways of reading that a format knows; empty for the format's own
 * @param inputScale the factor s = sqrt(d) / mean |x| that inputs were multiplied by in training, where the files withhold it
 */
public record SaeOptions(String variant, OptionalDouble inputScale) {

    /** Everything as the files say. */
    public static final SaeOptions NONE = new SaeOptions("", OptionalDouble.empty());

    public static SaeOptions variant(String variant) {
        return new SaeOptions(variant, OptionalDouble.empty());
    }

    public SaeOptions withInputScale(double s) {
        return new SaeOptions(variant, OptionalDouble.of(s));
    }
}
