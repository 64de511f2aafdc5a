package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LoRA on every family, held against peft: applied, merged, and written again. */
class FamilyAdapterTest {

    private static final Path RESOURCES = Path.of("src/test/resources/model");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "gpt2", "gpt_neox"})
    void appliedAndMergedAgreeWithPeft(String family) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            int before = torch.liveArrays();
            var result = new ModelReplay(torch).adapter(RESOURCES.resolve(family));
            assertThat(result.maxAbsLogitsAdapter()).isPositive().isLessThan(2e-4);
            assertThat(result.maxAbsLogitsMerged()).isPositive().isLessThan(2e-4);
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "gpt_neox", "qwen2"})
    void whatIsWrittenIsWhatPeftWrote(String family) throws Exception {
        Path original = RESOURCES.resolve(family).resolve("adapter");
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.openWithoutTokenizer(RESOURCES.resolve(family), torch);
                LoraAdapter adapter = LoraAdapter.read(original, model)) {
            adapter.write(folder);
            try (Safetensors theirs = Safetensors.open(original.resolve("adapter_model.safetensors"));
                    Safetensors ours = Safetensors.open(folder.resolve("adapter_model.safetensors"))) {
                assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(theirs.names());
                for (String name : theirs.names()) {
                    assertThat(ours.floats(name)).containsExactly(theirs.floats(name));
                }
            }
        }
    }

    @Test
    void gpt2sTwoMapsOfOneNameAreToldApart() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.openWithoutTokenizer(RESOURCES.resolve("gpt2"), torch);
                LoraAdapter adapter = LoraAdapter.create(model, config(EnumSet.of(Projection.DOWN)), 1)) {
            adapter.write(folder);
            JsonNode json = Json.readTree(folder.resolve("adapter_config.json"));
            assertThat(json.path("target_modules").get(0).asText()).isEqualTo("mlp.c_proj");
            assertThat(json.path("fan_in_fan_out").asBoolean()).isTrue();
            assertThat(adapter.names())
                    .as("A and B of the two blocks")
                    .hasSize(2 * 2)
                    .allMatch(name -> name.contains(".mlp.c_proj."));
        }
    }

    @Test
    void allSevenMeanEveryMapOfAFusedBlock() throws Exception {
        Layout fused = layout("gpt2");
        assertThat(fused.adapted(Projection.seven()))
                .containsExactly(Projection.QKV, Projection.O, Projection.UP, Projection.DOWN);
        assertThat(layout("llama3").adapted(Set.of(Projection.QKV)))
                .containsExactly(Projection.Q, Projection.K, Projection.V);
        assertThatThrownBy(() -> fused.adapted(Set.of(Projection.Q)))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("one map");
        assertThatThrownBy(() -> fused.adapted(Set.of(Projection.GATE))).isInstanceOf(LacunaException.class);
    }

    @Test
    void aClassifiersHeadIsLeftAside() throws Exception {
        Path original = RESOURCES.resolve("gpt2/adapter");
        Files.copy(original.resolve("adapter_config.json"), folder.resolve("adapter_config.json"));
        SafetensorsWriter writer =
                new SafetensorsWriter().floats("base_model.model.score.weight", new float[128], 2, 64);
        try (Safetensors file = Safetensors.open(original.resolve("adapter_model.safetensors"))) {
            for (String name : file.names()) {
                writer.floats(name, file.floats(name), file.entry(name).shape());
            }
        }
        writer.write(folder.resolve("adapter_model.safetensors"));
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.openWithoutTokenizer(RESOURCES.resolve("gpt2"), torch);
                LoraAdapter adapter = LoraAdapter.read(folder, model)) {
            assertThat(adapter.parameters()).hasSize(16);
        }
    }

    @Test
    void anotherFamilysAdapterIsRefusedWithItsModulesNamed() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.openWithoutTokenizer(RESOURCES.resolve("llama3"), torch)) {
            assertThatThrownBy(() -> LoraAdapter.read(RESOURCES.resolve("gpt2/adapter"), model))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("attn.c_attn")
                    .hasMessageContaining("self_attn.q_proj");
        }
    }

    private static Layout layout(String family) throws LacunaException {
        ModelConfig config = ModelConfig.read(RESOURCES.resolve(family));
        return Family.of(config).layout(config);
    }

    private static LoraConfig config(Set<Projection> projections) {
        return new LoraConfig(2, 4, 0, projections, new TreeSet<>(Set.of(0, 3)));
    }
}
