package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {

    private static final Path RESOURCES = Path.of("src/test/resources/model");
    private static final GenerationConfig TWELVE = GenerationConfig.greedy(12);

    @TempDir
    Path folder;

    @Test
    void anyTokenThatEndsATextEndsIt() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            int[] ids = continued(RESOURCES.resolve("stories260K"), torch, "Once upon a time");
            int third = ids[2];
            assertThat(ids).hasSize(12).startsWith(ids[0], ids[1]);
            assertThat(ids[0]).isNotEqualTo(third);
            assertThat(ids[1]).isNotEqualTo(third);

            copy(RESOURCES.resolve("stories260K"));
            Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [2, " + third + "]}");

            assertThat(continued(folder, torch, "Once upon a time")).containsExactly(ids[0], ids[1]);
        }
    }

    @Test
    void aPromptAsLongAsTheContextIsRefused() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            assertThatThrownBy(
                            () -> continued(RESOURCES.resolve("stories260K"), torch, "Once upon a time. ".repeat(200)))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("no room to continue it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "gpt2", "gpt_neox"})
    void logitsOfOnePositionAreThoseOfAll(String family) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.openWithoutTokenizer(RESOURCES.resolve(family), torch);
                Scope scope = Scope.open()) {
            NDArray ids = torch.manager().randomInteger(3, 40, new Shape(3, 7), DataType.INT64);
            int[] at = {6, 0, 3};

            NDArray all = model.forward(ids, Pass.forLogits(), null).logits();
            NDArray one = model.logitsAt(ids, at, ModelVariant.UNCHANGED, null);

            assertThat(one.getShape()).isEqualTo(new Shape(3, all.getShape().get(2)));
            for (int row = 0; row < at.length; row++) {
                float[] expected = all.get(row + "," + at[row]).toFloatArray();
                float[] got = one.get(row).toFloatArray();
                for (int i = 0; i < expected.length; i++) {
                    assertThat(got[i]).isCloseTo(expected[i], within(1e-5f));
                }
            }
        }
    }

    private static int[] continued(Path model, Torch torch, String prompt) throws LacunaException {
        try (LanguageModel opened = LanguageModel.open(model, torch)) {
            return new Generator(opened)
                    .generate(prompt, TWELVE, ModelVariant.UNCHANGED, Progress.NONE, id -> {})
                    .ids();
        }
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }
}
