package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.unlearning.TrainingLog;
import lacuna.unlearning.TrainingStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole flow without a window, on the toy project. */
class RunCommandTest {

    @TempDir
    Path folder;

    private Path project;

    @BeforeEach
    void writeProject() throws IOException, LacunaException {
        project = ToyProject.write(folder.resolve("toy"));
    }

    private CommandRun run(String out, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "run", project.toString(), "--out", folder.resolve(out).toString(), "--quiet", "--threads", "1"));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(String[]::new));
    }

    @Test
    void writesTheSummaryThatIsPromised() throws LacunaException {
        CommandRun run = run("a");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = Json.readTree(folder.resolve("a/summary.json"));
        assertThat(names(summary))
                .containsExactlyInAnyOrder(
                        "mode",
                        "seed",
                        "target",
                        "benign",
                        "perplexity",
                        "activity",
                        "seconds",
                        "selected",
                        "generations");
        assertThat(names(summary.path("target"))).containsExactlyInAnyOrder("accuracy_before", "accuracy_after");
        assertThat(names(summary.path("benign"))).containsExactlyInAnyOrder("accuracy_before", "accuracy_after");
        assertThat(names(summary.path("perplexity"))).containsExactlyInAnyOrder("before", "after");
        assertThat(names(summary.path("activity"))).containsExactlyInAnyOrder("before", "after");
        assertThat(names(summary.path("seconds")))
                .containsExactlyInAnyOrder("statistics", "training", "evaluation", "total");
        assertThat(names(summary.path("selected").get(0))).containsExactlyInAnyOrder("layer", "feature");
        assertThat(names(summary.path("generations").get(0))).containsExactlyInAnyOrder("prompt", "before", "after");
        assertThat(summary.path("mode").asText()).isEqualTo("aligned");
        assertThat(summary.path("seed").asLong()).isEqualTo(5);
        assertThat(summary.path("generations")).hasSize(2);
        assertThat(summary.at("/activity/after").asDouble())
                .isLessThan(summary.at("/activity/before").asDouble());
        assertThat(summary.at("/seconds/total").asDouble())
                .isGreaterThan(summary.at("/seconds/training").asDouble());
    }

    @Test
    void leavesWhatEveryStageMade() {
        run("a");

        assertThat(folder.resolve("a"))
                .isDirectoryContaining("glob:**/settings.json")
                .isDirectoryContaining("glob:**/run.json")
                .isDirectoryContaining("glob:**/selection.json")
                .isDirectoryContaining("glob:**/training.jsonl")
                .isDirectoryContaining("glob:**/evaluation.json")
                .isDirectoryContaining("glob:**/summary.json");
        assertThat(folder.resolve("a/adapter/adapter_model.safetensors")).isRegularFile();
    }

    @Test
    void recordsWhatIsNeededToRepeatARun() throws LacunaException {
        run("a", "--seed", "9");

        JsonNode settings = Json.readTree(folder.resolve("a/settings.json"));
        assertThat(settings.path("seed").asLong()).isEqualTo(9);
        assertThat(settings.path("pytorch").asText()).matches("\\d+\\.\\d+.*");
        assertThat(settings.path("inputs").path("model/model.safetensors").asText())
                .matches("[0-9a-f]{64}");
        assertThat(settings.path("inputs")
                        .path("saes/resid_post.1/sae_weights.safetensors")
                        .asText())
                .matches("[0-9a-f]{64}");
        assertThat(settings.path("inputs").path("corpora/target.jsonl").asText())
                .matches("[0-9a-f]{64}");
        assertThat(settings.at("/unlearning/lora/rank").asInt()).isEqualTo(2);
    }

    @Test
    void givesTheSameSelectionAndLossesForTheSameSeed() throws LacunaException {
        run("a");
        run("b");

        assertThat(Json.readTree(folder.resolve("b/selection.json")))
                .isEqualTo(Json.readTree(folder.resolve("a/selection.json")));
        List<TrainingStep> first = TrainingLog.read(folder.resolve("a/training.jsonl"));
        List<TrainingStep> second = TrainingLog.read(folder.resolve("b/training.jsonl"));
        assertThat(first).hasSize(6);
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i).total()).isCloseTo(first.get(i).total(), within(1e-5));
        }
    }

    @Test
    void trainsDifferentlyWithAnotherSeed() throws LacunaException {
        run("a");
        run("b", "--seed", "6");

        assertThat(TrainingLog.read(folder.resolve("b/training.jsonl")).get(5).total())
                .isNotEqualTo(TrainingLog.read(folder.resolve("a/training.jsonl"))
                        .get(5)
                        .total());
    }

    @Test
    void suppressesWhatAPersonMarkedIfAsked() throws LacunaException {
        ToyProject.text(project.resolve("marks.json"), """
                {"marks": [{"hook": "resid_post.2", "feature": 7, "verdict": "suppress", "label": "fire", "note": ""},
                           {"hook": "resid_post.1", "feature": 3, "verdict": "keep", "label": "", "note": ""}]}
                """);

        assertThat(run("a", "--marks").exitCode()).isZero();

        JsonNode selected = Json.readTree(folder.resolve("a/summary.json")).path("selected");
        assertThat(selected).hasSize(1);
        assertThat(selected.get(0).path("layer").asText()).isEqualTo("resid_post.2");
        assertThat(selected.get(0).path("feature").asInt()).isEqualTo(7);
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
