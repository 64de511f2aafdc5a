package lacuna.features;

/** The bins of activation histograms: powers of two, so that a value's bin is its exponent and no range has to be known beforehand. */
public final class ActivationBins {

    /** Number of bins. */
    public static final int COUNT = 28;

    private static final int LOWEST_EXPONENT = -12;

    private ActivationBins() {}

    /** The bin of an activation above zero; what is smaller or larger than the bins reach goes into the first or last. */
    public static int of(float value) {
        int bin = Math.getExponent(value) - LOWEST_EXPONENT;
        return Math.max(0, Math.min(COUNT - 1, bin));
    }

    /** Lower edge of a bin: 2^(bin - 12). The upper edge is twice that; the first bin reaches down to 0. */
    public static double lower(int bin) {
        return Math.scalb(1.0, bin + LOWEST_EXPONENT);
    }
}
