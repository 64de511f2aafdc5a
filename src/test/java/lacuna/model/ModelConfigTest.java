package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConfigTest {

    private static final Path STORIES = Path.of("src/test/resources/model/stories260K/config.json");
    private static final Path LLAMA3 = Path.of("src/test/resources/model/llama3/config.json");

    @TempDir
    Path folder;

    @Test
    void readsTheOldSpellingOfRotaryEmbeddings() throws Exception {
        ModelConfig config = ModelConfig.read(STORIES.getParent());
        assertThat(config.attention().rope()).isEqualTo(RopeScaling.plain(10000));
        assertThat(config.tied()).isTrue();
        assertThat(config.parameters()).isEqualTo(260_032);
    }

    @Test
    void readsTheNewSpellingWithLlama3Scaling() throws Exception {
        assertThat(ModelConfig.read(LLAMA3.getParent()).attention().rope())
                .isEqualTo(new RopeScaling(10000, 8, 1, 4, 32, RopeScaling.Kind.LLAMA3));
    }

    @Test
    void refusesAnArchitectureItDoesNotKnow() throws Exception {
        write("\"model_type\": \"llama\"", "\"model_type\": \"mamba\"");
        assertThatThrownBy(() -> ModelConfig.read(folder))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("mamba");
    }

    @Test
    void refusesAnAbsurdNumberOfBlocksAtOnce() throws Exception {
        write("\"num_hidden_layers\": 5", "\"num_hidden_layers\": 600000000");
        assertThatThrownBy(() -> ModelConfig.read(folder))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("600000000");
    }

    private void write(String from, String to) throws Exception {
        String text = Files.readString(STORIES);
        assertThat(text).contains(from);
        Files.writeString(folder.resolve("config.json"), text.replace(from, to));
    }
}
