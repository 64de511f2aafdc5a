package lacuna.sae;

import org.jspecify.annotations.Nullable;

/**
 * The tensors of a sparse autoencoder as plain arrays, row-major, in the canonical orientation (row vector times matrix).
 *
 * @param inputWidth d_in
 * @param features d_sae
 * @param encoder W_enc [d_in, d_sae]
 * @param encoderBias b_enc [d_sae]
 * @param decoder W_dec [d_sae, d_in]
 * @param decoderBias b_dec [d_in]
 * @param threshold &theta; [d_sae], raw; null for gates that have none
 */
public record SaeWeights(
        int inputWidth,
        int features,
        float[] encoder,
        float[] encoderBias,
        float[] decoder,
        float[] decoderBias,
        float @Nullable [] threshold) {

    public SaeWeights {
        require("W_enc", encoder.length, (long) inputWidth * features);
        require("b_enc", encoderBias.length, features);
        require("W_dec", decoder.length, (long) inputWidth * features);
        require("b_dec", decoderBias.length, inputWidth);
        if (threshold != null) {
            require("threshold", threshold.length, features);
        }
    }

    private static void require(String name, long found, long expected) {
        if (found != expected) {
            throw new IllegalArgumentException(name + " has " + found + " values, expected " + expected);
        }
    }

    /**
     * A matrix turned over, for encoders stored as [d_sae, d_in].
     *
     * @param matrix [rows, columns]
     * @return [columns, rows]
     */
    public static float[] transposed(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = matrix[row * columns + column];
            }
        }
        return result;
    }
}
