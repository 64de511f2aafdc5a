package lacuna.sae.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeUnits;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.SafetensorsWriter;
import org.junit.jupiter.api.Test;

class SaeLensTest extends FormatTest {

    private Path write(String config, SafetensorsWriter weights) throws Exception {
        json(folder.resolve("cfg.json"), config);
        weights.write(folder.resolve("sae_weights.safetensors"));
        return folder;
    }

    private static SafetensorsWriter weights() {
        return rows("W_enc", "b_enc", "W_dec", "b_dec");
    }

    @Test
    void standardSubtractsTheDecoderBiasUnlessTold() throws Exception {
        // u = (2, 1), z = (2.5, 1, 2, -1.75)
        run(write("{'d_in': 2, 'd_sae': 4}", weights()), 3, 3)
                .expect(2.5, 1, 2, 0)
                .reconstructs(9.5, 12);
        // z = (3.5, 3, 5, -2.75)
        run(write("{'apply_b_dec_to_input': false}", weights()), 3, 3).expect(3.5, 3, 5, 0);
    }

    @Test
    void topKOfEitherVersionKeepsTheLargest() throws Exception {
        run(write("{'architecture': 'topk', 'k': 1}", weights()), 3, 3).expect(2.5, 0, 0, 0);
        Path old = write(
                "{'activation_fn_str': 'topk', 'activation_fn_kwargs': {'k': 2}, 'hook_point': 'blocks.8.hook_resid_pre'}",
                weights());
        run(old, 3, 3).expect(2.5, 0, 2, 0);
        assertThat(describe(old).publishedL0()).hasValue(2);
        assertThat(describe(old).site().hook()).contains(HookPoint.residPre(8));
    }

    @Test
    void rescaledTopKRanksByContribution() throws Exception {
        // z = (2.5, 1, 2, ..), times lengths (1, 2, 5): 2.5, 2, 10
        Path path = write("{'architecture': 'topk', 'k': 1, 'rescale_acts_by_decoder_norm': true}", weights());
        run(path, 3, 3).expect(0, 0, 10, 0).reconstructs(7, 10);
    }

    @Test
    void jumpReluComparesStrictlyAndNeverBelowZero() throws Exception {
        Path path = write(
                "{'architecture': 'jumprelu'}", weights().floats("threshold", new float[] {2.5f, 0.5f, -3, -3}, 4));
        run(path, 3, 3).expect(0, 1, 2, 0);
    }

    @Test
    void gatedReadsItsThreeBiases() throws Exception {
        Path path = write(
                "{'architecture': 'gated', 'd_in': 2, 'd_sae': 4}",
                new SafetensorsWriter()
                        .floats("W_enc", ENCODER, 2, 4)
                        .floats("W_dec", DECODER, 4, 2)
                        .floats("b_dec", DECODER_BIAS, 2)
                        .floats("r_mag", new float[] {(float) Math.log(2), 0, 0, 0}, 4)
                        .floats("b_gate", new float[] {-1, -1, 5, 0}, 4)
                        .floats("b_mag", new float[] {1, 3, -1, 9}, 4));
        // y = (2, 1, 3, -2): on by y + b_gate = (1, 0, 8, -2); magnitudes (4 + 1, .., 3 - 1, ..)
        run(path, 3, 3).expect(5, 0, 2, 0);
        assertThat(describe(path).architecture()).isEqualTo("gated");
    }

    @Test
    void inputsOfTrainingThatWereScaledAreFolded() throws Exception {
        String config = "{'normalize_activations': 'expected_average_only_in', 'd_in': 2, 'd_sae': 4}";
        Path path = write(config, weights());
        assertThatThrownBy(() -> describe(path))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("inputScale")
                .hasMessageContaining("expected_average_only_in");
        // s = 0.5: u = (3, 3) - (1, 2) = (2, 1), and the reconstruction comes back divided by s
        run(path, SaeOptions.NONE.withInputScale(0.5), 6, 6)
                .expect(2.5, 1, 2, 0)
                .reconstructs(2 * 9.5, 2 * 12);
        json(folder.resolve("activation_scaler.json"), "{'scaling_factor': 0.5}");
        run(path, 6, 6).expect(2.5, 1, 2, 0);
        assertThat(describe(path).notes()).anyMatch(note -> note.contains("multiplied by 0.5"));
        run(
                        write(
                                "{'normalize_activations': 'constant_scalar_rescale', 'activation_normalization_factor': 0.5}",
                                weights()),
                        6,
                        6)
                .expect(2.5, 1, 2, 0);
    }

    @Test
    void rowsAreNormalisedAsTheFileSays() throws Exception {
        // sqrt(2) / |(3, 3)| = 1 / 3: y = (1, 1), u = (0, -1)
        run(write("{'normalize_activations': 'constant_norm_rescale'}", weights()), 3, 3)
                .expect(0.5, 0, 0, 0.25)
                .reconstructs(3 * (0.5 - 0.25 + 1), 3 * 2);
        // mean 3, deviation sqrt(2): y = (-1, 1) / sqrt(2), u = y - b_dec
        double y = 1 / Math.sqrt(2);
        run(write("{'normalize_activations': 'layer_norm'}", weights()), 2, 4).expect(0, 0, 0, y + 1 + 0.25);
        // centred: y = (-1, 1), u = (-2, -1)
        Path centred =
                write("{'metadata': {'model_from_pretrained_kwargs': {'center_writing_weights': true}}}", weights());
        run(centred, 2, 4).expect(0, 0, 0, 2.25).reconstructs(1 - 2.25 + 3, 2 + 3);
        assertThat(describe(centred).notes()).anyMatch(note -> note.contains("centred writing weights"));
        Path plain = write("{'model_name': 'gpt2-small'}", weights());
        assertThat(describe(plain).notes()).anyMatch(note -> note.contains("\"variant\": \"centred\""));
        run(plain, SaeOptions.variant("centred"), 2, 4).expect(0, 0, 0, 2.25);
        assertThatThrownBy(() -> SaeFormats.describe(plain, SaeOptions.variant("other")))
                .hasMessageContaining("no variant 'other'");
    }

    @Test
    void scalingFactorsOfFineTuningMultiplyWhatIsDecoded() throws Exception {
        SafetensorsWriter scaled = weights().floats("scaling_factor", new float[] {2, 1, 1, 1}, 4);
        run(write("{'finetuning_scaling_factor': true}", scaled), 3, 3)
                .expect(2.5, 1, 2, 0)
                .reconstructs(9.5 + 2.5, 12);
        Path unsaid = write("{'d_in': 2}", scaled);
        assertThatThrownBy(() -> run(unsaid, 3, 3)).hasMessageContaining("finetuning_scaling_factor");
        run(write("{}", weights().floats("scaling_factor", new float[] {1, 1, 1, 1}, 4)), 3, 3)
                .expect(2.5, 1, 2, 0);
    }

    @Test
    void theNestedFormNamesSiteAndModel() throws Exception {
        Path path = write("""
                {'architecture': 'standard', 'd_in': 2, 'd_sae': 4, 'reshape_activations': 'hook_z',
                 'metadata': {'model_name': 'pythia-70m', 'hook_name': 'blocks.2.attn.hook_z', 'prepend_bos': true}}
                """, weights());
        SaeDescription description = describe(path);
        assertThat(description.site().hook()).contains(new HookPoint(HookPoint.Kind.ATTN_Z, 2));
        assertThat(description.site().source()).contains("blocks.2.attn.hook_z");
        assertThat(description.model()).isEqualTo("pythia-70m");
        assertThat(description.inputWidth()).isEqualTo(2);
        assertThat(description.features()).isEqualTo(4);
    }

    @Test
    void aLayerAloneIsProposedAsThat() throws Exception {
        SaeDescription description = describe(write("{'hook_name': 'custom', 'hook_layer': 7}", weights()));
        assertThat(description.site().hook()).isEmpty();
        assertThat(description.site().layer()).hasValue(7);
    }

    @Test
    void whatIsNoSaeIsRefusedWithASentence() throws Exception {
        Path path = write("{'architecture': 'jumprelu_transcoder'}", weights());
        assertThatThrownBy(() -> describe(path))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("jumprelu_transcoder")
                .hasMessageContaining("Only SAEs are supported");
        Path head = write("{'hook_point_head_index': null, 'hook_head_index': 3}", weights());
        assertThatThrownBy(() -> describe(head)).hasMessageContaining("attention head 3");
    }

    @Test
    void publishedDensitiesGiveTheExpectedL0() throws Exception {
        Path path = write("{}", weights());
        SaeFiles.writeSparsity(path, new double[] {0.5, 0.25, 0, 1});
        assertThat(describe(path).publishedL0().orElseThrow())
                .isCloseTo(1.75, org.assertj.core.api.Assertions.within(1e-5));
    }

    @Test
    void unitsAreMeasured() throws Exception {
        try (SparseAutoencoder sae = SaeFormats.read(write("{}", weights()), SITE, SaeOptions.NONE, torch)) {
            assertThat(sae.units()).isEqualTo(SaeUnits.RAW);
            assertThat(sae.factorsTo(SaeUnits.UNIT_DECODER)).containsExactly(1, 2, 5, 1);
        }
    }
}
