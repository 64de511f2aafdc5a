package lacuna.features;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import lacuna.activations.ResidualSource;
import lacuna.sae.InputNorm;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Scope;
import lacuna.text.TokenizedDocument;

/** One hash of everything that statistics depend on, so that a result is never taken for that of another model, SAE, corpus or setting. */
final class StatisticsSignature {

    private static final int PIECE = 1 << 22;

    private final MessageDigest digest;

    private StatisticsSignature() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    static String of(
            ResidualSource source,
            List<SparseAutoencoder> saes,
            List<TokenizedDocument> target,
            List<TokenizedDocument> benign,
            StatisticsConfig config) {
        StatisticsSignature signature = new StatisticsSignature();
        // decision: how often checkpoints are written does not change the result
        signature.add(FeatureStatisticsFiles.VERSION + " " + source.identity() + " " + config.batchSize() + " "
                + config.topPassages() + " " + config.samples() + " " + config.nearMisses() + " "
                + config.windowBefore() + " " + config.windowAfter());
        for (SparseAutoencoder sae : saes) {
            signature.add(sae.hook() + " " + sae.gate() + " " + sae.encoderInput()
                    + signed(sae.form().norm()));
            signature.add(sae.encoderWeight());
            signature.add(sae.encoderBias());
            signature.add(sae.decoderBias());
            signature.add(sae.threshold());
        }
        signature.add(target);
        signature.add(benign);
        return HexFormat.of().formatHex(signature.digest.digest());
    }

    /** decision: nothing where nothing is normalised, so that results kept by earlier versions stay valid. */
    private static String signed(InputNorm norm) {
        return norm == InputNorm.NONE ? "" : " " + norm;
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In pieces: a matrix of a wide SAE has more bytes than one Java array takes. */
    private void add(NDArray array) {
        long size = array.size();
        for (long from = 0; from < size; from += PIECE) {
            try (Scope scope = Scope.open()) {
                float[] values = array.reshape(-1)
                        .get("{}:{}", from, Math.min(from + PIECE, size))
                        .toFloatArray();
                ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
                bytes.asFloatBuffer().put(FloatBuffer.wrap(values));
                digest.update(bytes);
            }
        }
    }

    private void add(List<TokenizedDocument> documents) {
        for (TokenizedDocument document : documents) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * (document.ids().length + 3));
            bytes.putInt(document.index()).putInt(document.contentStart()).putInt(document.ids().length);
            bytes.asIntBuffer().put(document.ids());
            digest.update(bytes.array());
        }
        digest.update((byte) 0xFF);
    }
}
