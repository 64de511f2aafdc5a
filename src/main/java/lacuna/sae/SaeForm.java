package lacuna.sae;

/**
 * What an SAE computes, apart from its weights.
 *
 * @param gate what turns pre-activations into activations
 * @param input what the encoder multiplies
 * @param norm how rows are normalised before that
 */
public record SaeForm(Gate gate, EncoderInput input, InputNorm norm) {

    /** Without normalisation. */
    public static SaeForm of(Gate gate, EncoderInput input) {
        return new SaeForm(gate, input, InputNorm.NONE);
    }
}
