package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lacuna.cli.CommandRun;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.QuestionSet;
import lacuna.evaluation.TextMetrics;
import lacuna.persistence.LensCheck;
import lacuna.persistence.Persistence;
import lacuna.persistence.ProbeCheck;
import lacuna.persistence.Quantization;
import lacuna.project.MeasureStage.Measure;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the window's buttons start. */
class MeasureStageTest {

    @TempDir
    Path folder;

    @Test
    void whatIsMissingIsMeasuredAndNothingTwice() throws Exception {
        Path toy = ToyProject.write(folder.resolve("toy"));
        RunFolder run = RunFolder.at(folder.resolve("run"));
        CommandRun training =
                CommandRun.of("run", toy.toString(), "--out", run.folder().toString(), "--quiet", "--threads", "1");
        assertThat(training.exitCode()).as(training.err()).isZero();
        Files.delete(run.file(RunFolder.EVALUATION));
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            torch.setThreads(1);
            try (LoadedProject loaded = LoadedProject.load(Project.open(toy), torch, Progress.NONE)) {
                measured(loaded, run);
                checked(loaded, run);
            }
        }
    }

    private static void measured(LoadedProject loaded, RunFolder run) throws Exception {
        assertThat(RunFindings.of(run)).isEqualTo(RunFindings.NOTHING);
        MeasureStage stage = new MeasureStage(loaded, run);
        RunFindings whole = stage.complete(Progress.NONE);
        assertThat(run.has(RunFolder.EVALUATION)).isTrue();
        assertThat(whole.features().layers())
                .extracting(FeatureEffects.LayerEffect::layer)
                .containsExactly("resid_post.1", "resid_post.2");
        assertThat(whole.texts().written())
                .extracting(TextMetrics.Written::group)
                .as("groups of the prompts")
                .contains("target", "general", TextMetrics.ALL);
        assertThat(whole.probe()).as("a report does without").isNull();

        var written = Files.getLastModifiedTime(run.file(RunMeasures.TEXT_METRICS));
        stage.complete(Progress.NONE);
        assertThat(Files.getLastModifiedTime(run.file(RunMeasures.TEXT_METRICS)))
                .isEqualTo(written);

        RunFindings inside = stage.run(Measure.INSIDE, Progress.NONE);
        int blocks = loaded.model().config().layers();
        assertThat(inside.lens().layers())
                .extracting(LensCheck.Layer::layer)
                .hasSize(blocks)
                .endsWith("resid_post." + (blocks - 1));
        assertThat(inside.probe().layers()).extracting(ProbeCheck.Layer::layer).hasSize(blocks);
        assertThat(inside.features()).isEqualTo(whole.features());
        assertThat(RunAttacks.read(run)).as("the lens is a check, too").hasSize(1);
    }

    private static void checked(LoadedProject loaded, RunFolder run) throws Exception {
        AttackStage stage = new AttackStage(loaded, run);
        List<Persistence> half = stage.complete(plan(QuestionSet.Part.TEST), 1, Progress.NONE);
        assertThat(half).extracting(Persistence::questions).containsExactly(1, 1, 1); // of two
        var written = Files.getLastModifiedTime(run.file(RunAttacks.CHECKS));
        assertThat(stage.complete(plan(QuestionSet.Part.TEST), 1, Progress.NONE))
                .isEqualTo(half);
        assertThat(Files.getLastModifiedTime(run.file(RunAttacks.CHECKS))).isEqualTo(written);

        List<Persistence> all = stage.run(plan(QuestionSet.Part.ALL), soFar -> {}, Progress.NONE);
        assertThat(all)
                .as("one lens, three of the half, three of all")
                .hasSize(7)
                .containsAll(half);
        assertThat(stage.run(plan(QuestionSet.Part.ALL), soFar -> {}, Progress.NONE))
                .as("made again, not kept twice")
                .hasSize(7);
    }

    private static AttackPlan plan(QuestionSet.Part part) {
        return new AttackPlan(List.of(Quantization.values()), Optional.empty(), List.of(), Set.of(), part);
    }
}
