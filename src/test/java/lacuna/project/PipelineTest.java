package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.TrainingLog;
import lacuna.unlearning.TrainingStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopping, going on, and never taking one run's results for another's. */
class PipelineTest {

    @TempDir
    Path folder;

    private Path projectFolder;

    @BeforeEach
    void writeProject() throws IOException, LacunaException {
        projectFolder = ToyProject.write(folder.resolve("toy"));
    }

    /** One thread: at this size more of them only get in each other's way. */
    private static Torch singleThreaded() throws LacunaException {
        Torch torch = Torch.start(Torch.DeviceChoice.CPU);
        torch.setThreads(1);
        return torch;
    }

    private RunSummary run(Path out, TrainingListener listener, Progress progress) throws LacunaException {
        Project project = Project.open(projectFolder);
        try (Torch torch = singleThreaded();
                LoadedProject loaded = LoadedProject.load(project, torch, progress)) {
            return new Pipeline(loaded).run(RunFolder.at(out), SelectionSource.AUTOMATIC, listener, progress);
        }
    }

    private RunSummary run(Path out) throws LacunaException {
        return run(out, TrainingListener.NONE, Progress.NONE);
    }

    /** Asks to stop once an activity has come so far. */
    private static final class StopAt implements Progress {
        private final String activity;
        private final long done;
        private boolean stop;

        StopAt(String activity, long done) {
            this.activity = activity;
            this.done = done;
        }

        @Override
        public void report(String what, long count, long total) {
            stop |= what.contains(activity) && count >= done;
        }

        @Override
        public boolean isCancelled() {
            return stop;
        }
    }

    private static List<TrainingStep> steps(Path out) throws LacunaException {
        return TrainingLog.read(out.resolve(RunFolder.TRAINING));
    }

    @Test
    void goesOnAfterACancelInTrainingAndEndsInTheSameNumbers() throws LacunaException {
        RunSummary whole = run(folder.resolve("whole"));
        Path out = folder.resolve("stopped");
        assertThatThrownBy(() -> run(out, TrainingListener.NONE, new StopAt("training", 3)))
                .isInstanceOf(Cancelled.class);
        assertThat(steps(out)).hasSize(3);
        assertThat(out.resolve(RunFolder.SUMMARY)).doesNotExist();

        int[] trainedNow = {0};
        RunSummary resumed = run(out, step -> trainedNow[0]++, Progress.NONE);

        assertThat(trainedNow[0]).isEqualTo(3);
        assertThat(steps(out)).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(steps(out).get(i).total())
                    .isCloseTo(steps(folder.resolve("whole")).get(i).total(), within(1e-5));
        }
        assertThat(resumed.selected()).isEqualTo(whole.selected());
        assertThat(resumed.perplexity().after()).isCloseTo(whole.perplexity().after(), within(1e-4));
    }

    @Test
    void goesOnAfterACancelInEvaluationWithoutTrainingAgain() throws LacunaException {
        Path out = folder.resolve("stopped");
        assertThatThrownBy(() -> run(out, TrainingListener.NONE, new StopAt("After", 0)))
                .isInstanceOf(Cancelled.class);
        assertThat(out.resolve(RunFolder.EVALUATION_BEFORE)).exists();
        assertThat(out.resolve(RunFolder.SUMMARY)).doesNotExist();

        int[] trainedNow = {0};
        run(out, step -> trainedNow[0]++, Progress.NONE);

        assertThat(trainedNow[0]).isZero();
        assertThat(out.resolve(RunFolder.SUMMARY)).exists();
    }

    @Test
    void computesNothingAgainInAFinishedRun() throws LacunaException {
        Path out = folder.resolve("a");
        RunSummary first = run(out);

        int[] trained = {0};
        RunSummary second = run(out, step -> trained[0]++, Progress.NONE);

        assertThat(trained[0]).isZero();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void refusesAFolderWithARunOfOtherSettings() throws IOException, LacunaException {
        Path out = folder.resolve("a");
        run(out);
        ToyProject.edit(projectFolder, "\"seed\": 5", "\"seed\": 6");

        assertThatThrownBy(() -> run(out))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining(out.toString())
                .hasMessageContaining("seed 5, not 6");
    }

    @Test
    void refusesToGoOnWithAChangedCorpusAndNamesIt() throws IOException, LacunaException {
        Path out = folder.resolve("a");
        run(out);
        Files.writeString(projectFolder.resolve("corpora/benign.jsonl"), "{\"text\": \"Something else happened.\"}\n");

        assertThatThrownBy(() -> run(out))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("corpora/benign.jsonl");
    }

    @Test
    void leavesAFolderWithOtherFilesAlone() throws IOException {
        Path out = folder.resolve("letters");
        ToyProject.text(out.resolve("dear.txt"), "Dear Ada");

        assertThatThrownBy(() -> run(out)).isInstanceOf(LacunaException.class).hasMessageContaining("not empty");
        assertThat(out).isDirectoryNotContaining("glob:**/settings.json");
    }

    @Test
    void collectsStatisticsOnceForTheSameInputs() throws LacunaException, IOException {
        run(folder.resolve("a"));
        run(folder.resolve("b"));
        assertThat(keys()).hasSize(1);

        Files.writeString(
                projectFolder.resolve("corpora/target.jsonl"),
                "{\"text\": \"The red dragon breathed fire over the dark cave and laughed.\"}\n");
        run(folder.resolve("c"));

        assertThat(keys()).as("a changed corpus gets statistics of its own").hasSize(2);
    }

    @Test
    void startsAnewBesideWhatAKilledRunLeftHalfWritten() throws LacunaException, IOException {
        Path out = folder.resolve("a");
        ToyProject.text(out.resolve("settings.json.part"), "{\"key\": \"hal");
        run(out);
        Files.delete(out.resolve(RunFolder.SUMMARY));
        ToyProject.text(out.resolve("summary.json.part"), "{\"mode\"");
        Files.writeString(
                out.resolve(RunFolder.TRAINING),
                Files.readString(out.resolve(RunFolder.TRAINING)) + "{\"step\": 7, \"un");

        RunSummary summary = run(out);

        assertThat(Json.read(out.resolve(RunFolder.SUMMARY), RunSummary.class)).isEqualTo(summary);
        assertThat(steps(out)).hasSize(6);
    }

    @Test
    void leavesNoArrayBehind() throws LacunaException {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            int before = torch.liveArrays();
            try (LoadedProject loaded = LoadedProject.load(Project.open(projectFolder), torch, Progress.NONE)) {
                new Pipeline(loaded)
                        .run(
                                RunFolder.at(folder.resolve("a")),
                                SelectionSource.AUTOMATIC,
                                TrainingListener.NONE,
                                Progress.NONE);
            }
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }

    private List<String> keys() throws IOException {
        try (var entries = Files.list(projectFolder.resolve("runs/statistics"))) {
            return entries.map(Path::getFileName).map(Path::toString).toList();
        }
    }
}
