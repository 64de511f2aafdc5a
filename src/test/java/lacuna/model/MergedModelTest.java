package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.run.Progress;
import lacuna.tensor.Dtype;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merging an adapter changes the adapted weights and nothing else. */
class MergedModelTest {

    private static final Path GPT2 = Path.of("src/test/resources/model/gpt2");

    @TempDir
    Path folder;

    private Path model;
    private Path merged;

    @BeforeEach
    void writeAModelInShardsOfBfloat16() throws Exception {
        model = folder.resolve("model");
        merged = folder.resolve("merged");
        new RandomModel(GPT2, Dtype.BF16, 5).write(model, 100_000, Progress.NONE);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel opened = LanguageModel.openWithoutTokenizer(model, torch);
                LoraAdapter adapter = LoraAdapter.read(GPT2.resolve("adapter"), opened)) {
            ModelFiles.saveMerged(opened, adapter, merged);
        }
    }

    @Test
    void weightsKeepTheirDtypeAndOnlyAdaptedOnesChange() throws Exception {
        try (WeightFiles before = WeightFiles.open(model);
                WeightFiles after = WeightFiles.open(merged)) {
            assertThat(after.holders().keySet())
                    .containsExactlyElementsOf(before.holders().keySet());
            for (String name : before.holders().keySet()) {
                Safetensors old = before.holder(name);
                Safetensors fresh = after.holder(name);
                assertThat(fresh.entry(name).dtype()).isEqualTo(Dtype.BF16);
                boolean adapted = name.matches("transformer\\.h\\.[12]\\.(attn|mlp)\\.c_[a-z]+\\.weight");
                assertThat(java.util.Arrays.equals(old.floats(name), fresh.floats(name)))
                        .as(name)
                        .isEqualTo(!adapted);
            }
        }
    }

    /** Conv1D weights are [d_in, d_out], so the change is the transpose of B A. */
    @Test
    void theChangeIsScaleTimesBAInTheFilesOrientation() throws Exception {
        String name = "transformer.h.1.attn.c_attn.weight";
        String factor = "base_model.model.transformer.h.1.attn.c_attn.lora_";
        try (WeightFiles before = WeightFiles.open(model);
                WeightFiles after = WeightFiles.open(merged);
                Safetensors adapter = Safetensors.open(GPT2.resolve("adapter/adapter_model.safetensors"))) {
            float[] a = adapter.floats(factor + "A.weight"); // [2, 64]
            float[] b = adapter.floats(factor + "B.weight"); // [192, 2]
            float[] old = before.holder(name).floats(name); // [64, 192]
            float[] fresh = after.holder(name).floats(name);
            for (int in = 0; in < 64; in += 9) {
                for (int out = 0; out < 192; out += 11) {
                    double change = 3 * (b[2 * out] * a[in] + b[2 * out + 1] * a[64 + in]); // alpha 6, rank 2
                    double expected = old[192 * in + out] + change;
                    assertThat(Math.abs(fresh[192 * in + out] - expected))
                            .isLessThan(1e-6 + Math.abs(expected) / 256); // rounded to 8 bits
                }
            }
        }
    }

    @Test
    void noPartOfTheWeightsIsLeftBesideThem() throws Exception {
        try (var files = Files.list(merged)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("config.json", "model.safetensors");
        }
    }
}
