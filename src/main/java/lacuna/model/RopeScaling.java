package lacuna.model;

/**
 * Rotary position embeddings. Plain: the i-th pair of a head turns by pos / theta^(2i/rotaryWidth). Llama 3 stretches the slow ones: a
 * wavelength longer than original/lowFactor is multiplied by factor, one shorter than original/highFactor is left, and between them the
 * two are blended linearly.
 *
 * @param theta base of the wavelengths
 * @param factor 1 for plain rotary embeddings
 * @param lowFrequencyFactor Llama 3's low_freq_factor
 * @param highFrequencyFactor Llama 3's high_freq_factor
 * @param originalContext Llama 3's original_max_position_embeddings
 */
public record RopeScaling(
        double theta,
        double factor,
        double lowFrequencyFactor,
        double highFrequencyFactor,
        int originalContext,
        Kind kind) {

    /** Which rule stretches the wavelengths. */
    public enum Kind {
        DEFAULT,
        LINEAR,
        LLAMA3
    }

    public static RopeScaling plain(double theta) {
        return new RopeScaling(theta, 1, 1, 1, 0, Kind.DEFAULT);
    }

    /** Turn per position of each pair, in radians: [rotaryWidth / 2]. */
    public double[] inverseFrequencies(int rotaryWidth) {
        double[] turns = new double[rotaryWidth / 2];
        for (int i = 0; i < turns.length; i++) {
            double turn = Math.pow(theta, -2.0 * i / rotaryWidth);
            turns[i] = switch (kind) {
                case DEFAULT -> turn;
                case LINEAR -> turn / factor;
                case LLAMA3 -> stretch(turn);
            };
        }
        return turns;
    }

    private double stretch(double turn) {
        double wavelength = 2 * Math.PI / turn;
        if (wavelength > originalContext / lowFrequencyFactor) {
            return turn / factor;
        }
        if (wavelength < originalContext / highFrequencyFactor) {
            return turn;
        }
        double blend = (originalContext / wavelength - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
        return (1 - blend) * turn / factor + blend * turn;
    }
}
