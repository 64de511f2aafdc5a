package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations with a wrong value each: a sentence, or a model that runs; never another exception, nor memory for absurd sizes. */
class ConfigFuzzTest {

    private static final Path RESOURCES = Path.of("src/test/resources/model");
    private static final String[] VALUES = {
        "0",
        "-1",
        "1",
        "3",
        "7",
        "4294967297",
        "2147483647",
        "9999999",
        "1e300",
        "-0.5",
        "0.3",
        "null",
        "true",
        "\"\"",
        "\"64\"",
        "\"silu\"",
        "[]",
        "[64]",
        "{}",
        "{\"rope_type\": \"yarn\"}",
        "{\"rope_theta\": -1}",
        "\"NaN\""
    };
    private static final int ROUNDS = 80;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "gpt2", "gpt_neox"})
    void aWrongValueGetsASentenceOrIsHarmless(String family) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Path source = RESOURCES.resolve(family);
        ObjectNode right =
                (ObjectNode) mapper.readTree(source.resolve("config.json").toFile());
        Files.copy(source.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        List<String> keys = new ArrayList<>();
        right.fieldNames().forEachRemaining(keys::add);
        SplittableRandom random = new SplittableRandom(family.hashCode());
        int refused = 0;
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            for (int round = 0; round < ROUNDS; round++) {
                ObjectNode wrong = right.deepCopy();
                String key = keys.get(random.nextInt(keys.size()));
                String value = VALUES[random.nextInt(VALUES.length)];
                wrong.set(key, mapper.readTree(value));
                Files.writeString(folder.resolve("config.json"), wrong.toString());
                try (LanguageModel model = LanguageModel.openWithoutTokenizer(folder, torch)) {
                    assertThat(model.config().layers()).as(key + " = " + value).isLessThanOrEqualTo(12);
                } catch (LacunaException e) {
                    refused++;
                    assertThat(e.getMessage()).as(key + " = " + value).contains(folder.toString());
                }
            }
            assertThat(torch.liveArrays()).isZero();
        }
        assertThat(refused).isGreaterThan(ROUNDS / 8);
    }
}
