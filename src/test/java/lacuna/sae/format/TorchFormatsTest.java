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
import lacuna.tensor.SyntheticFiles;
import lacuna.tensor.SyntheticFiles.Array;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** sparsify, dictionary_learning, Qwen-Scope and single files. */
class TorchFormatsTest extends FormatTest {

    private static SafetensorsWriter sparsify() {
        return new SafetensorsWriter()
                .floats("encoder.weight", ENCODER_LINEAR, 4, 2)
                .floats("encoder.bias", ENCODER_BIAS, 4)
                .floats("W_dec", DECODER, 4, 2)
                .floats("b_dec", DECODER_BIAS, 2);
    }

    @Test
    void sparsifySubtractsTheBiasAndKeepsItsDecoderFeatureByFeature() throws Exception {
        Path path = folder("run/layers.10");
        json(folder.resolve("run/config.json"), "{'model': 'EleutherAI/pythia-70m'}");
        json(path.resolve("cfg.json"), "{'k': 2, 'num_latents': 0, 'd_in': 2, 'signed': false}");
        sparsify().write(path.resolve("sae.safetensors"));
        // u = (2, 1), z = (2.5, 1, 2, -1.75)
        run(path, 3, 3).expect(2.5, 0, 2, 0).reconstructs(2.5 + 6 + 1, 8 + 2);
        SaeDescription description = describe(path);
        assertThat(description.site().hook()).contains(HookPoint.residPost(10)); // the output of the module
        assertThat(description.model()).isEqualTo("EleutherAI/pythia-70m");
        json(path.resolve("cfg.json"), "{'k': 2, 'activation': 'groupmax', 'd_in': 2}");
        run(path, 3, 3).expect(2.5, 0, 2, 0);
        run(path, -3, 4).expect(0, 2, 0, 4.25); // u = (-4, 2), z = (-3.5, 2, -3, 4.25): the larger of each pair
        Path second = folder("run/layers.2");
        json(second.resolve("cfg.json"), "{'k': 2}");
        sparsify().write(second.resolve("sae.safetensors"));
        assertThatThrownBy(() -> describe(folder.resolve("run"))).hasMessageContaining("layers.2, layers.10");
    }

    @ParameterizedTest
    @CsvSource({
        "layers.5.mlp,mlp_out.5",
        "h.5,resid_post.5",
        "embed_tokens,resid_pre.0",
        "layers.3/seed1,resid_post.3",
        "layers.4.attention,attn_out.4"
    })
    void sparsifyNamesModules(String name, String hook) throws Exception {
        Path path = folder(name);
        json(path.resolve("cfg.json"), "{'k': 2}");
        sparsify().write(path.resolve("sae.safetensors"));
        assertThat(describe(path).site().hook()).contains(HookPoint.parse(hook));
    }

    @Test
    void sparsifyTranscodersAreRefused() throws Exception {
        Path path = folder("layers.5.mlp");
        json(path.resolve("cfg.json"), "{'k': 2, 'skip_connection': true}");
        sparsify().write(path.resolve("sae.safetensors"));
        assertThatThrownBy(() -> describe(path))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("transcoder");
        json(path.resolve("cfg.json"), "{'k': 3, 'activation': 'groupmax'}");
        assertThatThrownBy(() -> describe(path)).hasMessageContaining("k = 3 of 4");
    }

    private Path dictionary(String kind, java.util.Map<String, ?> tensors) throws Exception {
        Path path = folder("resid_post_layer_3/trainer_1");
        json(
                path.resolve("config.json"),
                "{'trainer': {'dict_class': '%s', 'activation_dim': 2, 'dict_size': 4, 'layer': 3, 'lm_name': 'm', 'submodule_name': 'resid_post_layer_3'}, 'buffer': {'ctx_len': 128}}"
                        .formatted(kind));
        SyntheticFiles.pt(path.resolve("ae.pt"), tensors);
        return path;
    }

    @Test
    void autoEncoderHasItsDecoderRowsAtLengthOne() throws Exception {
        Path path = dictionary("AutoEncoder", pickledLinear("bias"));
        // u = (2, 1), z = (2.5, 1, 2, ..) times lengths (1, 2, 5, 1)
        run(path, 3, 3).expect(2.5, 2, 10, 0).reconstructs(9.5, 12);
        run(path, SaeOptions.variant("raw"), 3, 3).expect(2.5, 1, 2, 0).reconstructs(9.5, 12);
        SaeDescription description = describe(path);
        assertThat(description.site().hook()).contains(HookPoint.residPost(3));
        assertThat(description.model()).isEqualTo("m");
        try (SparseAutoencoder sae = SaeFormats.read(path, SITE, SaeOptions.NONE, torch)) {
            assertThat(sae.units()).isEqualTo(SaeUnits.UNIT_DECODER);
        }
    }

    @Test
    void autoEncoderNewSubtractsNothing() throws Exception {
        run(dictionary("AutoEncoderNew", pickledLinear("decoder.bias")), 3, 3)
                .expect(3.5, 3, 5, 0)
                .reconstructs(19.5, 28);
    }

    @Test
    void gatedAutoEncoder() throws Exception {
        Path path = dictionary(
                "GatedAutoEncoder",
                pickled(
                        "decoder_bias", Array.of(DECODER_BIAS, 2),
                        "encoder.weight", Array.of(ENCODER_LINEAR, 4, 2),
                        "r_mag", Array.of(new float[] {(float) Math.log(2), 0, 0, 0}, 4),
                        "gate_bias", Array.of(new float[] {-1, -1, 5, 0}, 4),
                        "mag_bias", Array.of(new float[] {1, 3, -1, 9}, 4),
                        "decoder.weight", Array.of(DECODER_LINEAR, 2, 4)));
        run(path, 3, 3).expect(5, 0, 2, 0).reconstructs(5 + 6 + 1, 8 + 2);
    }

    @Test
    void jumpReluAutoEncoder() throws Exception {
        Path path = dictionary(
                "JumpReluAutoEncoder", pickledRows("threshold", Array.of(new float[] {3.5f, 1, 0.5f, 0}, 4)));
        run(path, 3, 3).expect(0, 3, 5, 0).reconstructs(16, 28);
    }

    @Test
    void topKAndBatchTopK() throws Exception {
        run(dictionary("AutoEncoderTopK", pickledLinear("b_dec", "k", scalar(1), "threshold", scalar(-1))), 3, 3)
                .expect(2.5, 0, 0, 0);
        // z = (2.5, 1, 2, ..), one threshold for all, strictly
        run(dictionary("BatchTopKSAE", pickledLinear("b_dec", "k", scalar(1), "threshold", scalar(1))), 3, 3)
                .expect(2.5, 0, 2, 0);
        Path matryoshka = dictionary(
                "MatryoshkaBatchTopKSAE",
                pickledRows("k", scalar(1), "threshold", scalar(2), "group_sizes", scalar(4)));
        run(matryoshka, 3, 3).expect(2.5, 0, 0, 0);
        assertThat(describe(matryoshka).publishedL0()).hasValue(1);
    }

    @Test
    void aThresholdNeverMeasuredFallsBackToTopKAndSaysSo() throws Exception {
        Path path = dictionary("BatchTopKSAE", pickledLinear("b_dec", "k", scalar(2), "threshold", scalar(-1)));
        run(path, 3, 3).expect(2.5, 0, 2, 0);
        assertThat(describe(path).notes()).anyMatch(note -> note.contains("never measured"));
    }

    @Test
    void withoutConfigTheTensorsTellTheClassOrItIsAsked() throws Exception {
        Path file = folder.resolve("mine.pt");
        SyntheticFiles.pt(file, pickledLinear("bias"));
        run(file, 3, 3).expect(2.5, 2, 10, 0);
        assertThat(describe(file).site().hook()).isEmpty();
        Path path = folder("b");
        SyntheticFiles.pt(path.resolve("ae.pt"), pickledLinear("b_dec", "k", scalar(1), "threshold", scalar(1)));
        assertThatThrownBy(() -> describe(path)).hasMessageContaining("of which class");
        run(path, SaeOptions.variant("BatchTopKSAE"), 3, 3).expect(2.5, 0, 2, 0);
        run(path, SaeOptions.variant("AutoEncoderTopK"), 3, 3).expect(2.5, 0, 0, 0);
    }

    @Test
    void goodfireAndPlainFilesSubtractNothingAndAskForTheirSite() throws Exception {
        Path goodfire = folder.resolve("Llama-3.1-8B-Instruct-SAE-l19.pth");
        SyntheticFiles.pt(
                goodfire,
                pickled(
                        "encoder_linear.weight", Array.of(ENCODER_LINEAR, 4, 2),
                        "encoder_linear.bias", Array.of(ENCODER_BIAS, 4),
                        "decoder_linear.weight", Array.of(DECODER_LINEAR, 2, 4),
                        "decoder_linear.bias", Array.of(DECODER_BIAS, 2)));
        run(goodfire, 3, 3).expect(3.5, 3, 5, 0).reconstructs(19.5, 28);
        assertThat(describe(goodfire).format()).isEqualTo("Goodfire");
        assertThat(describe(goodfire).site().layer()).hasValue(19);
        assertThat(describe(goodfire).site().hook()).isEmpty();
        Path plain = folder.resolve("sae.pt");
        SyntheticFiles.pt(plain, pickledLinear("decoder.bias"));
        run(plain, 3, 3).expect(3.5, 3, 5, 0);
    }

    @Test
    void openAiNormalisesRowsUnderTopK() throws Exception {
        Path path = folder("gpt2-small/resid_post_mlp_v5_32k/autoencoders").resolve("8.pt");
        SyntheticFiles.pt(
                path,
                pickled(
                        "pre_bias", Array.of(DECODER_BIAS, 2),
                        "encoder.weight", Array.of(ENCODER_LINEAR, 4, 2),
                        "latent_bias", Array.of(ENCODER_BIAS, 4),
                        "decoder.weight", Array.of(DECODER_LINEAR, 2, 4),
                        "activation", "TopK",
                        "activation_state_dict", pickled("k", 1L)));
        // y = (-1, 1) / sqrt(2), u = y - (1, 2): only -u0 + .25 is positive
        double y = 1 / Math.sqrt(2);
        run(path, 2, 4)
                .expect(0, 0, 0, y + 1.25)
                .reconstructs((-(y + 1.25) + 1) * Math.sqrt(2) + 3, 2 * Math.sqrt(2) + 3);
        assertThat(describe(path).site().hook()).contains(HookPoint.residPost(8));
    }

    @Test
    void attentionSaesNameTheirHookBesideThem() throws Exception {
        Path path = folder.resolve("gelu-2l_L1.pt");
        SyntheticFiles.pt(path, pickledRows());
        json(folder.resolve("gelu-2l_L1_cfg.json"), "{'act_name': 'blocks.1.attn.hook_z', 'model_name': 'gelu-2l'}");
        run(path, 3, 3).expect(2.5, 1, 2, 0);
        assertThat(describe(path).site().hook()).contains(new HookPoint(HookPoint.Kind.ATTN_Z, 1));
    }

    @Test
    void qwenScopeIsNamedByItsFile() throws Exception {
        json(
                folder.resolve("config.json"),
                "{'model_type': 'topk_sae', 'base_model': 'Qwen/Qwen3-1.7B-Base', 'd_model': 2, 'd_sae': 4, 'k': 2, 'hook_point': 'resid_post'}");
        for (int layer : new int[] {5, 12}) {
            SyntheticFiles.pt(
                    folder.resolve("layer" + layer + ".sae.pt"),
                    pickled(
                            "W_enc", Array.of(ENCODER_LINEAR, 4, 2),
                            "b_enc", Array.of(ENCODER_BIAS, 4),
                            "W_dec", Array.of(DECODER_LINEAR, 2, 4),
                            "b_dec", Array.of(DECODER_BIAS, 2)));
        }
        Path path = folder.resolve("layer12.sae.pt");
        run(path, 3, 3).expect(3.5, 0, 5, 0);
        run(path, SaeOptions.variant("minus-b_dec"), 3, 3).expect(2.5, 0, 2, 0);
        assertThat(describe(path).site().hook()).contains(HookPoint.residPost(12));
        assertThatThrownBy(() -> describe(folder)).hasMessageContaining("layer5.sae.pt, layer12.sae.pt");
    }

    @Test
    void whatIsNoSaeIsSaid() {
        assertThatThrownBy(() -> describe(folder))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("not an SAE of a format that is read")
                .hasMessageContaining("SAELens");
        assertThatThrownBy(() -> describe(folder.resolve("nowhere"))).hasMessageContaining("There is no SAE at");
    }
}
