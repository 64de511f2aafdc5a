package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;

/** Holds the models against numbers computed by transformers (f32, eager attention). */
class ModelReplayTest {

    private static final Path RESOURCES = Path.of("src/test/resources/model");

    @Test
    void stories260kContinuesExactlyAsItsGoldenText() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            var result = new ModelReplay(torch).model(RESOURCES.resolve("stories260K"));
            assertThat(result.greedyEqual()).isTrue();
        }
    }

    @Test
    void adapterAppliedAndMergedAgreeWithPeft() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            int before = torch.liveArrays();
            var result = new ModelReplay(torch).adapter(RESOURCES.resolve("lora"));
            assertThat(result.maxAbsLogitsAdapter()).isPositive().isLessThan(2e-4);
            assertThat(result.maxAbsLogitsMerged()).isPositive().isLessThan(2e-4);
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }
}
