package lacuna.sae.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import lacuna.run.LacunaException;
import lacuna.sae.SaeTensors;
import lacuna.tensor.TensorReader;
import lacuna.tensor.Torch;

/**
 * What a format calls the tensors of an SAE, and how its matrices lie.
 *
 * @param encoderBias empty if there is none
 * @param decoderBias empty if there is none
 */
record TensorNames(
        String encoder,
        Orientation encoderLies,
        String encoderBias,
        String decoder,
        Orientation decoderLies,
        String decoderBias) {

    /** Which index of a matrix counts features. */
    enum Orientation {
        /** [d_sae, d_in]. */
        FEATURES_FIRST,
        /** [d_in, d_sae]. */
        FEATURES_LAST
    }

    /** W_enc [d_in, d_sae], W_dec [d_sae, d_in]. */
    static TensorNames rows(String encoder, String encoderBias, String decoder, String decoderBias) {
        return new TensorNames(
                encoder, Orientation.FEATURES_LAST, encoderBias, decoder, Orientation.FEATURES_FIRST, decoderBias);
    }

    /** As PyTorch's Linear keeps them: encoder [d_sae, d_in], decoder [d_in, d_sae]. */
    static TensorNames linear(String encoder, String encoderBias, String decoder, String decoderBias) {
        return new TensorNames(
                encoder, Orientation.FEATURES_FIRST, encoderBias, decoder, Orientation.FEATURES_LAST, decoderBias);
    }

    /** {@code encoder.weight}, {@code encoder.bias}, {@code decoder.weight} and a decoder bias. */
    static TensorNames modules(String decoderBias) {
        return linear("encoder.weight", "encoder.bias", "decoder.weight", decoderBias);
    }

    int inputWidth(TensorReader reader) throws LacunaException {
        return dimension(reader, encoderLies == Orientation.FEATURES_FIRST ? 1 : 0);
    }

    int features(TensorReader reader) throws LacunaException {
        return dimension(reader, encoderLies == Orientation.FEATURES_FIRST ? 0 : 1);
    }

    private int dimension(TensorReader reader, int index) throws LacunaException {
        long[] shape = reader.shape(encoder);
        if (shape.length != 2 || shape[0] < 1 || shape[1] < 1 || shape[index] > 1 << 28) {
            throw new LacunaException("Tensor " + encoder + " has the shape " + java.util.Arrays.toString(shape)
                    + ", which no SAE's encoder has. Is it the right file?");
        }
        return (int) shape[index];
    }

    /** @throws LacunaException if a tensor is missing or its shape does not fit the encoder's */
    void require(TensorReader reader) throws LacunaException {
        int d = inputWidth(reader);
        int features = features(reader);
        if (decoderLies == Orientation.FEATURES_FIRST) {
            reader.require(decoder, features, d);
        } else {
            reader.require(decoder, d, features);
        }
        if (!encoderBias.isEmpty()) {
            reader.require(encoderBias, features);
        }
        if (!decoderBias.isEmpty()) {
            reader.require(decoderBias, d);
        }
    }

    SaeTensors load(TensorReader reader, Torch torch) throws LacunaException {
        require(reader);
        NDManager manager = torch.manager().newSubManager();
        try {
            NDArray encoderMatrix = encoderLies == Orientation.FEATURES_FIRST
                    ? reader.transposed(manager, encoder)
                    : reader.matrix(manager, encoder);
            NDArray decoderMatrix = decoderLies == Orientation.FEATURES_FIRST
                    ? reader.matrix(manager, decoder)
                    : reader.transposed(manager, decoder);
            float[] encoderOffsets = encoderBias.isEmpty() ? new float[features(reader)] : reader.floats(encoderBias);
            float[] decoderOffsets = decoderBias.isEmpty() ? new float[inputWidth(reader)] : reader.floats(decoderBias);
            return new SaeTensors(torch, manager, encoderMatrix, encoderOffsets, decoderMatrix, decoderOffsets);
        } catch (LacunaException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }
}
