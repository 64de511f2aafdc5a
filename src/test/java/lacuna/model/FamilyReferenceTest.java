package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import lacuna.tensor.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds every family against numbers computed by transformers 5.18 (f32, eager attention) on small random weights. */
class FamilyReferenceTest {

    private static final Path RESOURCES = Path.of("src/test/resources/model");

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "gpt2", "gpt_neox"})
    void agreesWithTransformers(String folder) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            int before = torch.liveArrays();
            var result = new ModelReplay(torch).model(RESOURCES.resolve(folder));
            assertThat(result.maxAbsLogits()).isPositive().isLessThan(2e-4);
            assertThat(result.maxRelResidual()).isPositive().isLessThan(1e-4);
            assertThat(result.greedyEqual()).isTrue();
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }
}
