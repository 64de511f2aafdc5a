package lacuna.sae.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.model.HookPoint;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Dtype;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaeFilesTest {

    // d_in 2, d_sae 3: features read x0, x1 and x0 + x1
    private static final float[] ENCODER = {1, 0, 1, 0, 1, 1};
    private static final float[] DECODER = {1, 0, 0, 1, 3, 4};
    private static Torch torch;

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

    private void write(String config, SafetensorsWriter weights) throws LacunaException, IOException {
        Files.writeString(folder.resolve(SaeFiles.CONFIG), config);
        weights.write(folder.resolve(SaeFiles.WEIGHTS));
    }

    private static SafetensorsWriter weights() {
        return new SafetensorsWriter()
                .floats("W_enc", ENCODER, 2, 3)
                .floats("b_enc", new float[] {0, 0, 1}, 3)
                .floats("W_dec", DECODER, 3, 2)
                .floats("b_dec", new float[] {1, 2}, 2);
    }

    private static SparseAutoencoder toy(float[] encoderBias, float... threshold) {
        return SparseAutoencoder.of(
                torch,
                HookPoint.residPost(1),
                new Gate.JumpRelu(),
                EncoderInput.RAW,
                new SaeWeights(2, 3, ENCODER, encoderBias, DECODER, new float[] {1, 2}, threshold));
    }

    private static float[] encode(SparseAutoencoder sae, float... x) {
        try (Scope scope = Scope.open()) {
            NDArray row = torch.manager().create(x).reshape(1, x.length);
            return sae.encode(row).toFloatArray();
        }
    }

    @Test
    void whatIsWrittenReadsBackTheSame() throws Exception {
        float[] threshold = {3, .5f, .1f};
        try (SparseAutoencoder sae = toy(new float[] {0, 0, 1}, threshold)) {
            SaeFiles.write(sae, folder, new SaeOrigin("toy", "texts", 128), Dtype.F32);
        }
        try (SparseAutoencoder sae = SaeFiles.read(folder, torch)) {
            assertThat(sae.hook()).isEqualTo(HookPoint.residPost(1));
            assertThat(sae.gate()).isEqualTo(new Gate.JumpRelu());
            assertThat(sae.subtractsDecoderBias()).isFalse();
            assertThat(sae.threshold().toFloatArray()).containsExactly(threshold);
            assertThat(sae.encoderWeight().toFloatArray()).containsExactly(ENCODER);
            assertThat(sae.decoderWeight().toFloatArray()).containsExactly(DECODER);
            assertThat(sae.encoderBias().toFloatArray()).containsExactly(0, 0, 1);
            assertThat(sae.decoderBias().toFloatArray()).containsExactly(1, 2);
        }
        JsonNode config = Json.readTree(folder.resolve(SaeFiles.CONFIG));
        assertThat(config.at("/metadata/hook_name").asText()).isEqualTo("blocks.1.hook_resid_post");
        assertThat(config.at("/metadata/hf_hook_name").asText()).isEqualTo("model.layers.1.output");
        assertThat(config.at("/metadata/context_size").asInt()).isEqualTo(128);
    }

    /** Hugging Face's name of a block would be that of another place. */
    @Test
    void aPlaceInsideABlockIsNamedAsSaeLensNamesIt() throws Exception {
        HookPoint inside = new HookPoint(HookPoint.Kind.ATTN_Z, 1);
        SaeWeights weights = new SaeWeights(2, 3, ENCODER, new float[3], DECODER, new float[2], null);
        try (SparseAutoencoder sae = SparseAutoencoder.of(torch, inside, new Gate.Relu(), EncoderInput.RAW, weights)) {
            SaeFiles.write(sae, folder, new SaeOrigin("toy", "", 8), Dtype.F32);
        }
        JsonNode config = Json.readTree(folder.resolve(SaeFiles.CONFIG));
        assertThat(config.at("/metadata/hook_name").asText()).isEqualTo("blocks.1.attn.hook_z");
        assertThat(config.at("/metadata").has("hf_hook_name")).isFalse();
        assertThat(config.at("/reshape_activations").asText()).isEqualTo("hook_z");
        try (SparseAutoencoder sae = SaeFiles.read(folder, torch)) {
            assertThat(sae.hook()).isEqualTo(inside);
        }
    }

    @Test
    void halfPrecisionRoundsMatricesAndNothingElse() throws Exception {
        try (SparseAutoencoder sae = toy(new float[] {0.1f, 0, 1}, 0.1f, 0.2f, 0.3f)) {
            sae.encoderWeight().muli(0.1f);
            SaeFiles.write(sae, folder, new SaeOrigin("toy", "", 8), Dtype.F16);
        }
        try (SparseAutoencoder sae = SaeFiles.read(folder, torch)) {
            assertThat(sae.encoderWeight().toFloatArray()[0]).isNotEqualTo(0.1f).isCloseTo(0.1f, within(1e-4f));
            assertThat(sae.encoderBias().toFloatArray()[0]).isEqualTo(0.1f);
            assertThat(sae.threshold().toFloatArray()).containsExactly(0.1f, 0.2f, 0.3f);
        }
    }

    @Test
    void theFlatConfigOfOldVersionsIsRead() throws Exception {
        write("""
                {"hook_point": "blocks.3.hook_resid_pre", "d_in": 2, "d_sae": 3, "activation_fn_str": "topk",
                 "activation_fn_kwargs": {"k": 1}, "normalize_activations": false, "model_name": "gpt2"}
                """, weights().floats("scaling_factor", new float[] {1, 1, 1}, 3));
        try (SparseAutoencoder sae = SaeFiles.read(folder, torch)) {
            assertThat(sae.hook()).isEqualTo(HookPoint.residPre(3));
            assertThat(sae.gate()).isEqualTo(new Gate.TopK(1));
            assertThat(sae.subtractsDecoderBias()).isTrue(); // the default
            assertThat(encode(sae, 3, 2)).containsExactly(0, 0, 3); // u = (2, 0), z = (2, 0, 3)
        }
    }

    @Test
    void aLogThresholdIsExponentiated() throws Exception {
        write(
                "{\"architecture\": \"jumprelu\", \"d_in\": 2, \"d_sae\": 3, \"apply_b_dec_to_input\": false}",
                weights().floats("log_threshold", new float[] {0, (float) Math.log(2), -50}, 3));
        try (SparseAutoencoder sae = SaeFiles.read(folder, HookPoint.residPost(0), torch)) {
            assertThat(sae.threshold().toFloatArray()[1]).isCloseTo(2, within(1e-6f));
            assertThat(encode(sae, 1, 3)).containsExactly(0, 3, 5);
        }
    }

    @Test
    void topKRescaledByDecoderNormRanksByContribution() throws Exception {
        write("""
                {"architecture": "topk", "k": 1, "d_in": 2, "d_sae": 3, "apply_b_dec_to_input": false,
                 "rescale_acts_by_decoder_norm": true}
                """, weights());
        try (SparseAutoencoder sae = SaeFiles.read(folder, HookPoint.residPost(0), torch)) {
            // z = (10, -8, 3), lengths (1, 1, 5): feature 2 contributes 15, more than feature 0
            float[] a = encode(sae, 10, -8);
            assertThat(a[0]).isZero();
            assertThat(a[2]).isCloseTo(15, within(1e-5f));
            assertThat(sae.decoderNorms()[2]).isCloseTo(1, within(1e-6f));
        }
    }

    @Test
    void errorsNameFileTensorAndExpectation() throws Exception {
        write("{\"architecture\": \"standard\", \"d_in\": 2, \"d_sae\": 4}", weights());
        assertThatThrownBy(() -> SaeFiles.read(folder, HookPoint.residPost(0), torch))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("\"d_sae\" is 4, but the weights have 3");
        write("{\"architecture\": \"temporal\", \"d_in\": 2, \"d_sae\": 3}", weights());
        assertThatThrownBy(() -> SaeFiles.read(folder, torch)).hasMessageContaining("temporal");
        write("{\"architecture\": \"topk\", \"d_in\": 2, \"d_sae\": 3}", weights());
        assertThatThrownBy(() -> SaeFiles.read(folder, torch)).hasMessageContaining("names no usable k");
        write("{\"d_in\": 2, \"d_sae\": 3, \"normalize_activations\": \"whitened\"}", weights());
        assertThatThrownBy(() -> SaeFiles.read(folder, torch)).hasMessageContaining("whitened");
        write("{\"d_in\": 2, \"d_sae\": 3}", weights());
        assertThatThrownBy(() -> SaeFiles.read(folder, torch)).hasMessageContaining("does not say where");
    }

    @Test
    void notANumberIsRefused() throws Exception {
        int before = torch.liveArrays();
        write("{\"d_in\": 2, \"d_sae\": 3}", weights().floats("b_dec", new float[] {Float.NaN, 0}, 2));
        assertThatThrownBy(() -> SaeFiles.read(folder, HookPoint.residPost(0), torch))
                .hasMessageContaining("NaN");
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void sparsityReadsBack() throws Exception {
        SaeFiles.writeSparsity(folder, new double[] {0, 0.25, 1});
        double[] share = SaeFiles.readSparsity(folder);
        assertThat(share[0]).isZero();
        assertThat(share[1]).isCloseTo(0.25, within(1e-6));
        assertThat(share[2]).isCloseTo(1, within(1e-6));
    }
}
