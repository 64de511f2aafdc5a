package lacuna.sae;

/** What the encoder multiplies: the residual row itself, or the row minus the decoder bias ({@code apply_b_dec_to_input}). */
public enum EncoderInput {
    RAW,
    MINUS_DECODER_BIAS
}
