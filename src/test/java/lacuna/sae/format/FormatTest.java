package lacuna.sae.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.SaeDescription;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Dtype;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Scope;
import lacuna.tensor.SyntheticFiles;
import lacuna.tensor.SyntheticFiles.Array;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests of formats share: one small SAE with d_in 2 and d_sae 4, whose features read x0, x1, x0 + x1 and -x0, and whose decoder rows
 * have lengths 1, 2, 5 and 1.
 */
abstract class FormatTest {

    /** [2, 4]. */
    static final float[] ENCODER = {1, 0, 1, -1, 0, 1, 1, 0};
    /** The same, feature by feature: [4, 2]. */
    static final float[] ENCODER_LINEAR = {1, 0, 0, 1, 1, 1, -1, 0};

    static final float[] ENCODER_BIAS = {0.5f, 0, -1, 0.25f};
    /** [4, 2]. */
    static final float[] DECODER = {1, 0, 0, 2, 3, 4, -1, 0};
    /** The same, component by component: [2, 4]. */
    static final float[] DECODER_LINEAR = {1, 0, 3, -1, 0, 2, 4, 0};

    static final float[] DECODER_BIAS = {1, 2};
    static final HookPoint SITE = HookPoint.residPost(3);

    static Torch torch;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
    }

    @AfterAll
    static void stop() {
        torch.close();
    }

    Path folder(String path) throws IOException {
        return Files.createDirectories(folder.resolve(path));
    }

    static void json(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.replace('\'', '"'));
    }

    /** W_enc, b_enc, W_dec, b_dec as rows, under names of one's choice. */
    static SafetensorsWriter rows(String encoder, String encoderBias, String decoder, String decoderBias) {
        return new SafetensorsWriter()
                .floats(encoder, ENCODER, 2, 4)
                .floats(encoderBias, ENCODER_BIAS, 4)
                .floats(decoder, DECODER, 4, 2)
                .floats(decoderBias, DECODER_BIAS, 2);
    }

    /** As PyTorch layers, matrices in bf16, which holds these numbers exactly. */
    static SafetensorsWriter linear() {
        return new SafetensorsWriter()
                .floats("encoder.weight", ENCODER_LINEAR, Dtype.BF16, 4, 2)
                .floats("encoder.bias", ENCODER_BIAS, Dtype.BF16, 4)
                .floats("decoder.weight", DECODER_LINEAR, Dtype.BF16, 2, 4)
                .floats("decoder.bias", DECODER_BIAS, Dtype.BF16, 2);
    }

    /** A dictionary for {@link SyntheticFiles#pt}. */
    static Map<String, Object> pickled(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    static Map<String, Object> pickledLinear(String decoderBias, Object... more) {
        Map<String, Object> map = pickled(
                "encoder.weight",
                Array.of(ENCODER_LINEAR, 4, 2),
                "encoder.bias",
                Array.of(ENCODER_BIAS, 4),
                "decoder.weight",
                Array.of(DECODER_LINEAR, 2, 4),
                decoderBias,
                Array.of(DECODER_BIAS, 2));
        map.putAll(pickled(more));
        return map;
    }

    static Map<String, Object> pickledRows(Object... more) {
        Map<String, Object> map = pickled(
                "W_enc", Array.of(ENCODER, 2, 4),
                "b_enc", Array.of(ENCODER_BIAS, 4),
                "W_dec", Array.of(DECODER, 4, 2),
                "b_dec", Array.of(DECODER_BIAS, 2));
        map.putAll(pickled(more));
        return map;
    }

    static Array scalar(double value) {
        return Array.of(new float[] {(float) value});
    }

    static SaeDescription describe(Path path) throws LacunaException {
        return SaeFormats.describe(path, SaeOptions.NONE);
    }

    /** Activations and reconstruction of one row. */
    record Result(float[] activations, float[] reconstruction) {

        Result expect(double... activations) {
            for (int i = 0; i < activations.length; i++) {
                assertThat(this.activations[i]).as("feature %d", i).isCloseTo((float) activations[i], within(1e-5f));
            }
            return this;
        }

        Result reconstructs(double... row) {
            for (int i = 0; i < row.length; i++) {
                assertThat(reconstruction[i]).as("component %d", i).isCloseTo((float) row[i], within(1e-4f));
            }
            return this;
        }
    }

    static Result run(Path path, SaeOptions options, float... row) throws LacunaException {
        int before = torch.liveArrays();
        Result result;
        try (SparseAutoencoder sae = SaeFormats.read(path, SITE, options, torch);
                Scope scope = Scope.open()) {
            NDArray x = torch.manager().create(row, new Shape(1, row.length));
            NDArray a = sae.encode(x);
            result = new Result(a.toFloatArray(), sae.decode(a, x).toFloatArray());
        }
        assertThat(torch.liveArrays()).as("arrays left behind").isEqualTo(before);
        return result;
    }

    static Result run(Path path, float... row) throws LacunaException {
        return run(path, SaeOptions.NONE, row);
    }
}
