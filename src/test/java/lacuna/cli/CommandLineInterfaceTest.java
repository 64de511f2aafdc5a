package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineInterfaceTest {

    @TempDir
    Path folder;

    @Test
    void printsItsVersion() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Lacuna ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "analyze",
                "feature",
                "train",
                "generate",
                "evaluate",
                "export",
                "train-sae",
                "train-model",
                "fetch",
                "labels",
                "doctor"
            })
    void explainsEachCommandWithAnExample(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Usage: lacuna " + command)
                .containsPattern("Examples?:")
                .contains("--device");
    }

    @Test
    void refusesAnUnknownCommandAndSuggestsOne() {
        CommandRun run = CommandRun.of("analyse", "somewhere");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("analyze");
    }

    @Test
    void refusesAnUnknownDevice() {
        CommandRun run = CommandRun.of("doctor", "--device", "tpu");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("tpu").contains("cpu");
    }

    @Test
    void stopsWithTheExitCodeOfCtrlCAndGoesOnLater() throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));
        String out = folder.resolve("out").toString();
        Interrupts pressed = Interrupts.none();
        pressed.request();

        CommandRun stopped = CommandRun.of(pressed, "run", project.toString(), "--out", out);

        assertThat(stopped.exitCode()).isEqualTo(130);
        assertThat(stopped.err()).contains("Cancelled").doesNotContain("\tat ");
        assertThat(CommandRun.of("run", project.toString(), "--out", out, "--quiet", "--threads", "1")
                        .exitCode())
                .isZero();
    }

    @Test
    void keepsResultsAndProgressApart() throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));

        CommandRun run = CommandRun.of("analyze", project.toString(), "--json", "--top", "2", "--threads", "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Statistics of the target texts");
        assertThat(run.out().strip()).doesNotContain("\n");
        JsonNode listing = Json.parseTree(run.out(), "standard output");
        assertThat(listing.path("features")).hasSize(4); // two of each of two layers
        assertThat(listing.path("features").get(0).path("passage").asText()).contains("[");
        assertThat(listing.path("targetTokens").asLong()).isEqualTo(ToyProject.tokens(project, "target.jsonl"));
    }

    @Test
    void listsFeaturesForPeople() throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));

        CommandRun run = CommandRun.of("analyze", project.toString(), "--quiet", "--threads", "1");

        assertThat(run.out()).contains("resid_post.1").contains("resid_post.2").contains("target %");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void trainsThenEvaluatesGeneratesAndExports() throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));
        String out = folder.resolve("out").toString();
        String p = project.toString();

        assertThat(CommandRun.of("train", p, "--out", out, "--quiet", "--threads", "1")
                        .out())
                .contains("6 steps");

        CommandRun evaluated = CommandRun.of("evaluate", p, "--adapter", out, "--json", "--quiet", "--threads", "1");
        JsonNode evaluation = Json.parseTree(evaluated.out(), "standard output");
        assertThat(evaluation.at("/target/questions")).hasSize(2);
        assertThat(evaluation.at("/perplexity/perplexity").asDouble()).isGreaterThan(1);
        assertThat(evaluation.at("/activity/mean").isNumber()).isTrue();

        CommandRun generated = CommandRun.of(
                "generate",
                p,
                "--adapter",
                out,
                "--prompt",
                "Once upon a time",
                "--max-new-tokens",
                "5",
                "--json",
                "--quiet");
        assertThat(Json.parseTree(generated.out(), "standard output")
                        .path("prompt")
                        .asText())
                .isEqualTo("Once upon a time");

        Path merged = folder.resolve("merged");
        Path peft = folder.resolve("peft");
        CommandRun exported = CommandRun.of(
                "export", p, "--adapter", out, "--merged", merged.toString(), "--peft", peft.toString(), "--quiet");
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        assertThat(peft.resolve("adapter_config.json")).isRegularFile();
        CommandRun plain = CommandRun.of(
                "generate",
                merged.toString(),
                "--prompt",
                "Once upon a time",
                "--max-new-tokens",
                "5",
                "--json",
                "--quiet");
        assertThat(plain.out())
                .as("merged weights continue as the adapter does")
                .isEqualTo(generated.out());
    }

    @Test
    void neverExportsOverTheModelItself() throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));
        String out = folder.resolve("out").toString();
        CommandRun.of("train", project.toString(), "--out", out, "--quiet", "--steps", "1");
        byte[] before = Files.readAllBytes(project.resolve("model/model.safetensors"));

        CommandRun run = CommandRun.of(
                "export",
                project.toString(),
                "--adapter",
                out,
                "--merged",
                project.resolve("model").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(Files.readAllBytes(project.resolve("model/model.safetensors")))
                .isEqualTo(before);
    }

    @Test
    void trainsDictionaries() throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            texts.append("{\"text\": \"The little boat number ").append(i).append(" sailed home.\"}\n");
        }
        ToyProject.text(folder.resolve("texts.jsonl"), texts.toString());

        CommandRun run = CommandRun.of(
                "train-sae",
                project.toString(),
                "--text",
                folder.resolve("texts.jsonl").toString(),
                "--layers",
                "1",
                "--features",
                "32",
                "--k",
                "4",
                "--steps",
                "4",
                "--batch-tokens",
                "64",
                "--buffer-tokens",
                "256",
                "--out",
                folder.resolve("saes").toString(),
                "--quiet",
                "--threads",
                "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("resid_post.1");
        assertThat(folder.resolve("saes/resid_post.1/sae_weights.safetensors")).isRegularFile();
    }

    @Test
    void doctorSaysWhatItRunsOn() {
        CommandRun run = CommandRun.of("doctor", "--device", "cpu");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("PyTorch +2\\.\\d")
                .containsPattern("Java +\\d+")
                .containsPattern("JavaFX +21")
                .containsPattern("DJL +0\\.\\d+")
                .containsPattern("Memory +[\\d.]+ GiB")
                .contains("CUDA is not used because --device cpu was asked for")
                .containsPattern("Telemetry +off");
    }

    @Test
    void doctorReplaysAModelOnOneLine() throws LacunaException {
        CommandRun run = CommandRun.of("doctor", "model", "src/test/resources/model/llama3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().strip()).doesNotContain("\n");
        JsonNode result = Json.parseTree(run.out(), "standard output");
        assertThat(result.path("family").asText()).isEqualTo("llama");
        assertThat(result.path("max_abs_logits").asDouble()).isLessThan(2e-4);
        assertThat(result.path("greedy_equal").asBoolean()).isTrue();
    }
}
