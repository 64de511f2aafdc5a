package lacuna.sae.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.Gate;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeUnits;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.SyntheticFiles;
import lacuna.tensor.SyntheticFiles.Array;
import lacuna.tensor.SyntheticFiles.Packing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gemma Scope, Llama Scope and their successors. */
class ScopeFormatsTest extends FormatTest {

    private static final float[] THRESHOLD = {3.5f, 1, 0.5f, 0};

    private static Map<String, Array> gemma(boolean lower, boolean fortran) {
        Array encoder = Array.of(ENCODER, 2, 4);
        Array decoder = Array.of(DECODER, 4, 2);
        return Map.of(
                lower ? "w_enc" : "W_enc",
                fortran ? encoder.fortranOrdered() : encoder,
                "b_enc",
                Array.of(ENCODER_BIAS, 4),
                lower ? "w_dec" : "W_dec",
                fortran ? decoder.fortranOrdered() : decoder,
                "b_dec",
                Array.of(DECODER_BIAS, 2),
                "threshold",
                Array.of(THRESHOLD, 4));
    }

    @ParameterizedTest
    @CsvSource({"STORED,false,false", "DEFLATED,false,false", "STORED,true,true", "DEFLATED,false,true"})
    void gemmaScopeIsReadInAnyPackingOrderAndCase(Packing packing, boolean lower, boolean fortran) throws Exception {
        Path path = folder("gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71");
        SyntheticFiles.npz(path.resolve("params.npz"), packing, gemma(lower, fortran));
        // nothing is subtracted: z = (3.5, 3, 5, -2.75), and 3.5 is not above 3.5
        run(path, 3, 3).expect(0, 3, 5, 0).reconstructs(16, 28);
        SaeDescription description = describe(path);
        assertThat(description.site().hook()).contains(HookPoint.residPost(20));
        assertThat(description.model()).isEqualTo("google/gemma-2-2b");
        assertThat(description.publishedL0()).hasValue(71);
        assertThat(description.format()).isEqualTo("Gemma Scope");
    }

    @ParameterizedTest
    @CsvSource({
        "gemma-scope-9b-pt-mlp/layer_3/width_131k/average_l0_5,mlp_out.3,google/gemma-2-9b",
        "gemma-scope-2b-pt-att/layer_11/width_65k/average_l0_80,attn_z.11,google/gemma-2-2b",
        "gemma-scope-9b-it-res/layer_9/width_16k/average_l0_88,resid_post.9,google/gemma-2-9b-it",
        "models--google--gemma-scope-27b-pt-res/snapshots/0af5/layer_22/width_131k/average_l0_82,resid_post.22,google/gemma-2-27b"
    })
    void gemmaScopeSaysInItsPathWhatItIs(String path, String hook, String model) throws Exception {
        SyntheticFiles.npz(folder(path).resolve("params.npz"), Packing.STORED, gemma(false, false));
        SaeDescription description = describe(folder.resolve(path));
        assertThat(description.site().hook()).contains(HookPoint.parse(hook));
        assertThat(description.model()).isEqualTo(model);
    }

    @Test
    void gemmaScopeWithoutItsReleaseAsksForTheSite() throws Exception {
        Path path = folder("mine/layer_12/width_16k/average_l0_82");
        SyntheticFiles.npz(path.resolve("params.npz"), Packing.STORED, gemma(false, false));
        assertThat(describe(path).site().hook()).isEmpty();
        assertThat(describe(path).site().layer()).hasValue(12);
        assertThat(describe(path.getParent()).publishedL0()).hasValue(82); // the only one there
        Path other = folder("mine/layer_12/width_16k/average_l0_176");
        SyntheticFiles.npz(other.resolve("params.npz"), Packing.STORED, gemma(false, false));
        assertThatThrownBy(() -> describe(path.getParent()))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("holds several SAEs")
                .hasMessageContaining("average_l0_82, average_l0_176");
    }

    @Test
    void gemmaScopeOfEmbeddingsIsFoldedForScaledOnes() throws Exception {
        Path path = folder("gemma-scope-2b-pt-res/embedding/width_4k/average_l0_6");
        SyntheticFiles.npz(path.resolve("params.npz"), Packing.STORED, gemma(false, false));
        float scale = (float) Math.sqrt(2);
        run(path, 3 * scale, 3 * scale).expect(0, 3, 5, 0).reconstructs(16 * scale, 28 * scale);
        run(path, SaeOptions.variant("unscaled"), 3, 3).expect(0, 3, 5, 0).reconstructs(16, 28);
        assertThat(describe(path).site().hook()).contains(HookPoint.residPre(0));
    }

    @Test
    void gemmaScopeTranscodersAreRefused() throws Exception {
        Path path = folder("gemma-scope-2b-pt-transcoders/layer_3/width_16k/average_l0_54");
        SyntheticFiles.npz(path.resolve("params.npz"), Packing.STORED, gemma(true, false));
        assertThatThrownBy(() -> describe(path)).hasMessageContaining("transcoder");
    }

    private static SafetensorsWriter gemma2() {
        return rows("w_enc", "b_enc", "w_dec", "b_dec").floats("threshold", THRESHOLD, 4);
    }

    @Test
    void gemmaScope2TrustsItsHookPointNotItsFolder() throws Exception {
        Path path = folder("gemma-scope-2-1b-pt/attn_out/layer_17_width_16k_l0_big");
        gemma2().write(path.resolve("params.safetensors"));
        json(path.resolve("config.json"), """
                {'width': 4, 'model_name': 'gemma-v3-1b-pt', 'architecture': 'jump_relu', 'l0': 150, 'type': 'sae',
                 'hf_hook_point_in': 'model.layers.17.self_attn.o_proj.input',
                 'hf_hook_point_out': 'model.layers.17.self_attn.o_proj.input'}
                """);
        run(path, 3, 3).expect(0, 3, 5, 0).reconstructs(16, 28);
        SaeDescription description = describe(path);
        assertThat(description.site().hook()).contains(new HookPoint(HookPoint.Kind.ATTN_Z, 17));
        assertThat(description.model()).isEqualTo("google/gemma-3-1b-pt");
        assertThat(description.publishedL0()).hasValue(150);
    }

    @Test
    void gemmaScope2WithoutConfigGoesByItsPath() throws Exception {
        Path path = folder("gemma-scope-2-270m-it/resid_post_all/layer_5_width_16k_l0_small");
        gemma2().write(path.resolve("params.safetensors"));
        assertThat(describe(path).site().hook()).contains(HookPoint.residPost(5));
        assertThat(describe(path).model()).isEqualTo("google/gemma-3-270m-it");
        Path attention = folder("gemma-scope-2-270m-it/attn_out_all/layer_5_width_16k_l0_small");
        gemma2().write(attention.resolve("params.safetensors"));
        assertThat(describe(attention).site().hook()).contains(new HookPoint(HookPoint.Kind.ATTN_Z, 5));
        Path skip = folder("gemma-scope-2-270m-it/resid_post/layer_9_width_16k_l0_small");
        gemma2().floats("affine_skip_connection", new float[4], 2, 2).write(skip.resolve("params.safetensors"));
        assertThatThrownBy(() -> describe(skip)).hasMessageContaining("affine");
    }

    private static final String LLAMA = """
            {'hook_point_in': 'blocks.15.hook_resid_post', 'hook_point_out': 'blocks.15.hook_resid_post', 'd_model': 2, 'd_sae': 4,
             'act_fn': 'jumprelu', 'jump_relu_threshold': %s, 'norm_activation': 'dataset-wise',
             'dataset_average_activation_norm': {'in': %s, 'out': %s}, 'sparsity_include_decoder_norm': true,
             'use_decoder_bias': true, 'top_k': 2}
            """;

    private Path llama(double threshold, double normIn, double normOut) throws Exception {
        json(folder.resolve("hyperparams.json"), LLAMA.formatted(threshold, normIn, normOut));
        folder("checkpoints");
        linear().write(folder.resolve("checkpoints/final.safetensors"));
        return folder;
    }

    @Test
    void llamaScopeFollowsTheAuthors() throws Exception {
        // s = sqrt(2) / (4 sqrt(2)) = 1/4 on both sides: b_enc = (2, 0, -4, 1), b_dec = (4, 8), lengths (1, 2, 5, 1)
        double norm = 4 * Math.sqrt(2);
        Path path = llama(6.5, norm, norm);
        // x = (3, 3): z n = (3 + 2, 3 * 2, (6 - 4) * 5, (-3 + 1)); theta 6.5 keeps the third
        run(path, 3, 3).expect(0, 0, 10, 0).reconstructs(10 * 0.6 + 4, 10 * 0.8 + 8);
        try (SparseAutoencoder sae = SaeFormats.read(path, SITE, SaeOptions.NONE, torch)) {
            assertThat(sae.units()).isEqualTo(SaeUnits.UNIT_DECODER);
            assertThat(sae.factorsTo(SaeUnits.RAW)[2]).isCloseTo(1 / 5f, within(1e-6f));
        }
        SaeDescription description = describe(path);
        assertThat(description.site().hook()).contains(HookPoint.residPost(15));
        assertThat(description.publishedL0()).hasValue(2);
    }

    @Test
    void llamaScopeAgreesWithItsRunTimeForm() throws Exception {
        // y = s_in E x + b_enc of the tensors as they are; a_i = y_i n_i / s_in, gated by that; different scales on
        // either side
        double sIn = Math.sqrt(2) / 3;
        double sOut = Math.sqrt(2) / 7;
        Path path = llama(0.75, 3, 7);
        double[] x = {1.25, -0.5};
        double[] lengths = {1, 2, 5, 1};
        double[] a = new double[4];
        double[] row = {DECODER_BIAS[0] / sOut, DECODER_BIAS[1] / sOut};
        for (int i = 0; i < 4; i++) {
            double y = sIn * (x[0] * ENCODER[i] + x[1] * ENCODER[4 + i]) + ENCODER_BIAS[i];
            // the decoder's lengths are those after D has been multiplied by s_in / s_out
            double n = lengths[i] * sIn / sOut;
            double z = y / sIn * n;
            a[i] = z > 0.75 ? z : 0;
            row[0] += a[i] * DECODER[2 * i] / lengths[i];
            row[1] += a[i] * DECODER[2 * i + 1] / lengths[i];
        }
        run(path, (float) x[0], (float) x[1]).expect(a).reconstructs(row);
    }

    @Test
    void llamaScopeVariantsAreNamedOptions() throws Exception {
        double norm = 4 * Math.sqrt(2);
        Path path = llama(6.5, norm, norm);
        // y = x / 4 + b_enc = (1.25, 0.75, 0.5, ..), theta s = 1.625: nothing is on at x = (3, 3); four times the row
        // is
        run(path, SaeOptions.variant("saelens"), 3, 3).expect(0, 0, 0, 0);
        run(path, SaeOptions.variant("saelens"), 12, 12).expect(3.5, 3, 5, 0).reconstructs(4 * 19.5, 4 * 28);
        // relu(E (x - b_dec) + b_enc) = (2.5, 1, 2, 0), the two largest
        run(path, SaeOptions.variant("crisp"), 3, 3).expect(2.5, 0, 2, 0);
        assertThat(SaeFormats.describe(path, SaeOptions.variant("saelens")).notes())
                .singleElement()
                .asString()
                .startsWith("Read as SAELens does");
        assertThat(SaeFormats.describe(path, SaeOptions.variant("crisp")).notes())
                .singleElement()
                .asString()
                .startsWith("Read as the published code of CRISP does");
        assertThatThrownBy(() -> SaeFormats.describe(path, SaeOptions.variant("sealens")))
                .hasMessageContaining("saelens, crisp");
    }

    @Test
    void llamaScopeBeforeItsConversionRanksByContribution() throws Exception {
        double norm = 4 * Math.sqrt(2);
        // theta 0: of z n = (5, 6, 10, ..) the two largest
        run(llama(0, norm, norm), 3, 3).expect(0, 6, 10, 0);
    }

    @Test
    void llamaScopeWithoutNormsAsks() throws Exception {
        Path path = llama(1, 1, 1);
        json(path.resolve("hyperparams.json"), "{'hook_point_in': 'blocks.15.hook_mlp_out', 'top_k': 2}");
        assertThatThrownBy(() -> describe(path)).hasMessageContaining("inputScale");
        json(
                path.resolve("hyperparams.json"),
                "{'hook_point_in': 'blocks.1.ln2.hook_normalized', 'hook_point_out': 'blocks.1.hook_mlp_out'}");
        assertThatThrownBy(() -> describe(path)).hasMessageContaining("transcoder");
    }

    @Test
    void distilledLlamaScopeHasItsThresholdInUnitsOfTraining() throws Exception {
        Path path = folder("Llama-Scope-R1-Distill/400M-x/L15R");
        double norm = 4 * Math.sqrt(2); // s = 1/4
        json(
                path.resolve("config.json"),
                "{'dataset_average_activation_norm': {'in': %s, 'out': %s}, 'd_model': 2}".formatted(norm, norm));
        linear().floats(
                        "log_jumprelu_threshold",
                        new float[] {(float) Math.log(1.3), (float) Math.log(0.7), (float) Math.log(0.4), 0},
                        4)
                .write(path.resolve("sae_weights.safetensors"));
        // y = (1.25, 0.75, 0.5, -0.5)
        run(path, 3, 3).expect(0, 0.75, 0.5, 0).reconstructs(4 * (1.5 + 1), 4 * (1.5 + 2 + 2));
        assertThat(describe(path).site().hook()).contains(HookPoint.residPost(15));
        assertThat(describe(path).format()).isEqualTo("Llama Scope R1-Distill");
    }

    private Path llamascopium(String more, SafetensorsWriter weights) throws Exception {
        json(
                folder.resolve("config.json"),
                ("{'sae_type': 'sae', 'hook_point_in': 'blocks.7.hook_resid_post', 'hook_point_out':"
                                + " 'blocks.7.hook_resid_post', 'use_decoder_bias': true, %s}")
                        .formatted(more));
        weights.write(folder.resolve("sae_weights.safetensors"));
        return folder;
    }

    private static SafetensorsWriter llamascopium() {
        return rows("W_E", "b_E", "W_D", "b_D")
                .floats(
                        "dataset_average_activation_norm.blocks.7.hook_resid_post",
                        new float[] {(float) (4 * Math.sqrt(2))});
    }

    @Test
    void llamascopiumGatesByContributionAndEmitsThePlainValue() throws Exception {
        SafetensorsWriter weights = llamascopium()
                .floats(
                        "activation_function.log_jumprelu_threshold",
                        new float[] {(float) Math.log(1.2), (float) Math.log(1.6), (float) Math.log(2.4), 0},
                        4);
        Path path = llamascopium("'act_fn': 'jumprelu', 'sparsity_include_decoder_norm': true", weights);
        // y = (1.25, 0.75, 0.5, ..); y n = (1.25, 1.5, 2.5, ..)
        run(path, 3, 3).expect(1.25, 0, 0.5, 0).reconstructs(4 * (1.25 + 1.5 + 1), 4 * (2 + 2));
        assertThat(describe(path).site().hook()).contains(HookPoint.residPost(7));
        Path inference = llamascopium(
                "'act_fn': 'jumprelu', 'sparsity_include_decoder_norm': false, 'norm_activation': 'inference'",
                weights);
        run(inference, 3, 3).expect(3.5, 3, 5, 0);
    }

    @Test
    void llamascopiumTopKRanksByContribution() throws Exception {
        Path path = llamascopium("'act_fn': 'topk', 'top_k': 1", llamascopium());
        // y n = (1.25, 1.5, 2.5, ..), in unit-decoder units
        run(path, 3, 3).expect(0, 0, 2.5, 0).reconstructs(4 * (1.5 + 1), 4 * (2 + 2));
        try (SparseAutoencoder sae = SaeFormats.read(path, SITE, SaeOptions.NONE, torch)) {
            assertThat(sae.gate()).isEqualTo(new Gate.TopK(1));
            assertThat(sae.factorsTo(SaeUnits.RAW)[2] * 2.5).isCloseTo(0.5, within(1e-6)); // what the format emits
        }
    }

    @Test
    void llamascopiumNormalisesEachTokenIfAsked() throws Exception {
        Path path = llamascopium("'act_fn': 'relu', 'norm_activation': 'token-wise'", llamascopium());
        // sqrt(2) / |(3, 3)| = 1/3: y = (1, 1)
        run(path, 3, 3).expect(1.5, 1, 1, 0);
        Path clt = llamascopium("'act_fn': 'relu'", llamascopium().floats("W_E_glu", ENCODER, 2, 4));
        assertThatThrownBy(() -> describe(clt)).hasMessageContaining("gated linear unit");
        Path batch = llamascopium("'act_fn': 'relu', 'norm_activation': 'batch-wise'", llamascopium());
        assertThatThrownBy(() -> describe(batch)).hasMessageContaining("batch-wise");
    }
}
