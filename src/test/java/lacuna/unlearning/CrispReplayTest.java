package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight steps of the published CRISP code on a tiny Llama-layout model with TopK SAEs, repeated number by number. */
class CrispReplayTest {

    private static final Path RESOURCES = Path.of("src/test/resources");

    @TempDir
    private Path folder;

    /** Model and adapter are those of the model tests. */
    @BeforeEach
    void layOut() throws IOException {
        copy(RESOURCES.resolve("unlearning/crisp-topk"), folder);
        for (String part : List.of("model", "adapter_initial")) {
            copy(RESOURCES.resolve("model/lora").resolve(part), Files.createDirectory(folder.resolve(part)));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private CrispReplay.Result replay() throws LacunaException {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            torch.setThreads(1);
            int before = torch.liveArrays();
            CrispReplay.Result result = new CrispReplay(torch).run(folder, Progress.NONE);
            assertThat(torch.liveArrays()).isEqualTo(before);
            return result;
        }
    }

    @Test
    void repeatsThePublishedCodeStepByStep() throws Exception {
        CrispReplay.Result result = replay();
        assertThat(result.salientEqual()).isTrue();
        assertThat(result.maxRelStatistics()).isLessThan(1e-4);
        assertThat(result.maxRelLoss()).isPositive().isLessThan(1e-4);
        assertThat(result.maxRelGradient()).isPositive().isLessThan(1e-3);
        assertThat(Json.line(result))
                .startsWith("{\"salient_equal\":true,\"max_rel_statistics\":")
                .contains("\"max_rel_loss\":", "\"max_rel_gradient\":");
    }

    @Test
    void otherSettingsShowAsDifferences() throws Exception {
        JsonNode settings = Json.readTree(folder.resolve("case.json"));
        ((ObjectNode) settings).put("alpha", 6).put("k", 4);
        Json.write(folder.resolve("case.json"), settings);
        CrispReplay.Result result = replay();
        assertThat(result.salientEqual()).isFalse();
        assertThat(result.maxRelLoss()).isGreaterThan(1e-3);
        assertThat(result.maxRelGradient()).isGreaterThan(1e-3);
    }

    @Test
    void missingDictionaryIsNamed() throws Exception {
        Files.delete(folder.resolve("sae.6.safetensors"));
        assertThatThrownBy(this::replay).isInstanceOf(LacunaException.class).hasMessageContaining("sae.6.safetensors");
    }
}
