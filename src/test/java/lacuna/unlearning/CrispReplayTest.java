package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Eight steps on tiny models, repeated number by number: the code mode as the published code made them, the two others as plain
 * operations in Python did ({@code unlearning/README.md} of the test resources). Gemma 2 has JumpReLU SAEs, Llama TopK ones.
 */
class CrispReplayTest {

    private static final Path RESOURCES = Path.of("src/test/resources");

    @TempDir
    private Path folder;

    /** @param mode of another folder with the same model, or "code" for none */
    private void layOut(String gate, String mode) throws IOException {
        boolean gemma = gate.equals("jumprelu");
        Path run = RESOURCES.resolve("unlearning/crisp-" + gate);
        copy(run, folder);
        for (String part : List.of("model", "adapter_initial")) {
            copy((gemma ? run : RESOURCES.resolve("model/lora")).resolve(part), folder.resolve(part));
        }
        if (!mode.equals("code")) {
            copy(RESOURCES.resolve("unlearning/crisp-" + gate + "-" + mode), folder);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Two epochs of four batches, so that what the frozen model said is found again in the second. */
    @ParameterizedTest
    @EnumSource(Saving.class)
    void everySavingLeavesLossesAndGradientsAsTheyAre(Saving saving) throws Exception {
        layOut("jumprelu", "code");
        Set<Saving> others = EnumSet.complementOf(EnumSet.of(saving));
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            torch.setThreads(1);
            CrispReplay.Result without =
                    new CrispReplay(torch, others, ActivationMemory.WHOLE).run(folder, Progress.NONE);
            assertThat(without.maxRelLoss()).isLessThan(1e-4);
            assertThat(without.maxRelGradient()).isLessThan(1e-3);
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

    private void set(String name, JsonNode value) throws LacunaException {
        JsonNode settings = Json.readTree(folder.resolve("case.json"));
        ((ObjectNode) settings).set(name, value);
        Json.write(folder.resolve("case.json"), settings);
    }

    @ParameterizedTest
    @CsvSource({
        "jumprelu, code", "jumprelu, paper", "jumprelu, aligned",
        "topk, code", "topk, paper", "topk, aligned"
    })
    void repeatsTheStoredRunStepByStep(String gate, String mode) throws Exception {
        layOut(gate, mode);
        CrispReplay.Result result = replay();
        assertThat(result.mode().name()).isEqualToIgnoringCase(mode);
        assertThat(result.salientEqual()).isTrue();
        assertThat(result.maxRelStatistics()).isLessThan(1e-4);
        assertThat(result.maxRelLoss()).isPositive().isLessThan(1e-4);
        assertThat(result.maxRelGradient()).isPositive().isLessThan(1e-3);
        assertThat(Json.line(result))
                .startsWith("{\"mode\":\"" + mode.toUpperCase(Locale.ROOT) + "\",\"salient_equal\":true,")
                .contains("\"max_rel_statistics\":", "\"max_rel_loss\":", "\"max_rel_gradient\":");
    }

    /** Twelve rows in chunks of one, two or all, in one stretch or block by block: the stored numbers in every case. */
    @ParameterizedTest
    @CsvSource({
        "jumprelu, code, 1, KEEP",
        "jumprelu, code, 2, KEEP",
        "jumprelu, code, 0, RECOMPUTE",
        "jumprelu, paper, 3, RECOMPUTE",
        "jumprelu, aligned, 1, RECOMPUTE",
        "topk, code, 2, RECOMPUTE",
        "topk, paper, 1, KEEP",
        "topk, aligned, 0, RECOMPUTE"
    })
    void lessMemoryLeavesLossesAndGradientsAsTheyAre(String gate, String mode, int rows, Activations activations)
            throws Exception {
        layOut(gate, mode);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            torch.setThreads(1);
            int before = torch.liveArrays();
            CrispReplay.Result result = new CrispReplay(torch, Saving.ALL, new ActivationMemory(rows, activations))
                    .run(folder, Progress.NONE);
            assertThat(result.maxRelLoss()).isPositive().isLessThan(1e-4);
            assertThat(result.maxRelGradient()).isPositive().isLessThan(1e-3);
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void otherSettingsShowAsDifferences() throws Exception {
        layOut("topk", "code");
        set("alpha", IntNode.valueOf(6));
        set("k", IntNode.valueOf(4));
        CrispReplay.Result result = replay();
        assertThat(result.salientEqual()).isFalse();
        assertThat(result.maxRelLoss()).isGreaterThan(1e-3);
        assertThat(result.maxRelGradient()).isGreaterThan(1e-3);
    }

    @Test
    void anotherModeShowsInEveryNumber() throws Exception {
        layOut("jumprelu", "code");
        set("mode", TextNode.valueOf("aligned"));
        CrispReplay.Result result = replay();
        assertThat(result.mode()).isEqualTo(CrispMode.ALIGNED);
        assertThat(result.maxRelStatistics()).isGreaterThan(1e-2);
        assertThat(result.maxRelLoss()).isGreaterThan(1e-2);
        assertThat(result.maxRelGradient()).isGreaterThan(1e-2);
    }

    @Test
    void unknownModeIsNamed() throws Exception {
        layOut("topk", "code");
        set("mode", TextNode.valueOf("papre"));
        assertThatThrownBy(this::replay).isInstanceOf(LacunaException.class).hasMessageContaining("'papre'");
    }

    @Test
    void missingDictionaryIsNamed() throws Exception {
        layOut("topk", "code");
        Files.delete(folder.resolve("sae.6.safetensors"));
        assertThatThrownBy(this::replay).isInstanceOf(LacunaException.class).hasMessageContaining("sae.6.safetensors");
    }
}
