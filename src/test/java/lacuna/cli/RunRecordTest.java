package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.evaluation.FeatureEffects;
import lacuna.project.RunMeasures;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'evaluate --run' keeps in the folder of a run, on the toy project. */
class RunRecordTest {

    @TempDir
    static Path folder;

    private static Path project;
    private static Path run;

    @BeforeAll
    static void train() throws Exception {
        project = ToyProject.write(folder.resolve("toy"));
        run = folder.resolve("run");
        CommandRun training =
                CommandRun.of("run", project.toString(), "--out", run.toString(), "--quiet", "--threads", "1");
        assertThat(training.exitCode()).as(training.err()).isZero();
    }

    static CommandRun evaluate(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "evaluate", project.toString(), "--run", run.toString(), "--quiet", "--threads", "1"));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(String[]::new));
    }

    @Test
    void keepsTheFeaturesBeforeAndAfter() throws Exception {
        CommandRun command = evaluate("--parts", "features");

        assertThat(command.exitCode()).as(command.err()).isZero();
        FeatureEffects effects = Json.read(run.resolve(RunMeasures.FEATURE_EFFECTS), FeatureEffects.class);
        assertThat(effects.layers())
                .extracting(FeatureEffects.LayerEffect::layer)
                .containsExactly("resid_post.1", "resid_post.2");
        assertThat(effects.suppressed()).hasSize(Json.readTree(run.resolve("summary.json"))
                .path("selected")
                .size());
        assertThat(command.out()).contains("Suppressed").contains("heldout.jsonl");

        Path table = run.resolve("features/target-after.safetensors");
        var written = Files.getLastModifiedTime(table);
        assertThat(evaluate("--parts", "features").exitCode()).isZero();
        assertThat(Files.getLastModifiedTime(table)).isEqualTo(written); // taken up, not measured again
    }

    @Test
    void refusesARunBesideAnAdapterAndAFolderThatIsNone() {
        CommandRun both = evaluate("--adapter", run.toString());
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--adapter");

        CommandRun none = CommandRun.of("evaluate", project.toString(), "--run", project.toString(), "--quiet");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("is no run of Lacuna's");
    }
}
