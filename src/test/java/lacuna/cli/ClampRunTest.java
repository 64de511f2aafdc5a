package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run by a method that trains nothing goes through every verb, or is told why it cannot. */
class ClampRunTest {

    @TempDir
    Path folder;

    private Path project;
    private Path run;

    @BeforeEach
    void writeProject() throws Exception {
        project = ToyProject.write(folder.resolve("toy"));
        ToyProject.edit(project, """
                "unlearning": {"preset": "ember-isles", "rank": 2, "firstBlock": 0, "lastBlock": 2, "steps": 6,
                                 "batchSize": 4, "coherenceBatch": 2, "maxTokens": 32, "checkpointEvery": 2},""", """
                "unlearning": {"preset": "negative-clamp-ember-isles"},""");
        run = folder.resolve("run");
    }

    private static CommandRun of(String command, Object... arguments) {
        List<String> args = new ArrayList<>(List.of(command));
        for (Object argument : arguments) {
            args.add(argument.toString());
        }
        args.addAll(List.of("--quiet", "--verbose", "--threads", "1"));
        return CommandRun.of(args.toArray(String[]::new));
    }

    private static CommandRun done(CommandRun result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    @Test
    void goesThroughEveryVerb() throws Exception {
        assertThat(done(of("train", project, "--out", run)).out()).startsWith("Nothing to train");
        done(of("run", project, "--out", run));
        JsonNode after = Json.readTree(run.resolve("evaluation.json")).path("after");
        JsonNode before = Json.readTree(run.resolve("evaluation.json")).path("before");
        assertThat(after.path("perplexity")).isNotEqualTo(before.path("perplexity"));

        JsonNode evaluated = Json.parseTree(
                done(of("evaluate", project, "--adapter", run, "--json")).out(), "the output");
        assertThat(evaluated.path("perplexity")).isEqualTo(after.path("perplexity"));
        assertThat(done(of("generate", project, "--adapter", run, "--prompt", "The dragon"))
                        .out())
                .startsWith("The dragon");
        assertThat(done(of("compare", run)).out()).contains("Negative clamp");
        done(of("report", run, "--out", folder.resolve("report.html")));
        assertThat(Files.readString(folder.resolve("report.html"))).contains("Negative clamp");
    }

    @Test
    void isAttackedUnderItsClamps() throws Exception {
        done(of("run", project, "--out", run));
        JsonNode checks = Json.readTree(run.resolve("run.json"));
        assertThat(checks.path("trainableParameters").asInt()).isZero();
        done(of("attack", project, "--run", run));
        done(of("attack", project, "--run", run, "--relearn", "2", "--rate", "1e-3"));
        done(of("attack", project, "--run", run, "--relearn", "2", "--full"));
        assertThat(Json.readTree(run.resolve("persistence.json"))).hasSize(6);
    }

    @Test
    void hasNoAdapterToExport() {
        done(of("train", project, "--out", run));
        CommandRun refused = of("export", project, "--adapter", run, "--merged", folder.resolve("merged"));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("clamps features while the model runs")
                .contains("nothing to export");
    }
}
