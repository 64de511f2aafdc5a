package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lacuna.run.Cancelled;
import lacuna.run.FolderLock;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.tensor.Torch;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.OutOfMemory;
import lacuna.unlearning.RunRecord;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.TrainingLog;
import lacuna.unlearning.UnlearnConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several runs from one file, one after the other. */
class SweepTest {

    @TempDir
    Path folder;

    private Path projectFolder;
    private Project project;

    @BeforeEach
    void writeProject() throws Exception {
        projectFolder = ToyProject.write(folder.resolve("toy"));
        project = Project.open(projectFolder);
    }

    private Sweep sweep(String fileName, String text) throws Exception {
        return Sweep.read(Files.writeString(folder.resolve(fileName), text));
    }

    private List<RunQueue.Entry> expanded(Sweep sweep) throws LacunaException {
        return sweep.expand(project, SelectionSource.AUTOMATIC, null);
    }

    private List<SweepJob.Outcome> run(List<RunQueue.Entry> entries, Progress progress) throws LacunaException {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            torch.setThreads(1);
            try (LoadedProject loaded = LoadedProject.load(project, torch, progress)) {
                return new SweepJob(loaded).run(entries, progress);
            }
        }
    }

    /** Earlier versions wrote numbers as Java does; what they finished is not done again under another name. */
    @Test
    void runsBegunByAnEarlierVersionKeepTheirFolders() throws Exception {
        Sweep sweep = sweep("s.yaml", "name: try\nvary: {suppression: [1.0, 5e-4, 2.5]}\n");
        Files.createDirectories(project.runs().resolve("try-01-suppression1.0"));
        Files.createDirectories(project.runs().resolve("try-02-suppression5.0E-4"));
        assertThat(expanded(sweep))
                .extracting(RunQueue.Entry::name)
                .containsExactly("try-01-suppression1.0", "try-02-suppression5.0E-4", "try-03-suppression2.5");
    }

    @Test
    void namesOfRunsAreTheSameInEveryLanguage() throws Exception {
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(expanded(sweep("s.yaml", "name: try\nvary: {k: [1]}\n")))
                    .extracting(RunQueue.Entry::name)
                    .containsExactly("try-01-k1");
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void everyCombinationIsARunWithItsOwnName() throws Exception {
        Sweep yaml = sweep("s.yaml", """
                name: try
                settings: {steps: 3, checkEvery: 2}
                vary: {k: [1, 2], suppression: [1.0, 5e-4], layers: [[1], [1, 2]], seed: [7]}
                """.replace(", checkEvery: 2}", "}\ncheckEvery: 2"));
        List<RunQueue.Entry> entries = expanded(yaml);
        assertThat(entries).hasSize(8);
        assertThat(entries.get(0).name()).isEqualTo("try-01-k1-suppression1-layers1-seed7");
        assertThat(entries.get(7).name()).isEqualTo("try-08-k2-suppression5e-4-layers1_2-seed7");
        RunRequest last = entries.get(7).request();
        assertThat(last.selection()).isEqualTo(new SelectionSettings(CrispMode.ALIGNED, 2, 1.01, List.of(1, 2)));
        CrispConfig config = (CrispConfig) last.config();
        assertThat(config.suppression()).isEqualTo(5e-4);
        assertThat(config.steps()).isEqualTo(3);
        assertThat(config.seed()).isEqualTo(7);
        assertThat(config.lora().rank()).as("the project's").isEqualTo(2);
        assertThat(last.schedule()).isEqualTo(new RunSchedule(2, RunSchedule.Kept.LAST));
        assertThat(entries.get(0).after()).isEqualTo(AfterTraining.EVALUATE);

        Sweep json = sweep("s.json", """
                {"name": "try", "settings": {"steps": 3}, "checkEvery": 2,
                 "vary": {"k": [1, 2], "suppression": [1, 0.0005], "layers": [[1], [1, 2]], "seed": [7]}}
                """);
        assertThat(expanded(json)).isEqualTo(entries);
    }

    @Test
    void wrongValuesAreToldBeforeAnythingRuns() throws Exception {
        assertThatThrownBy(() -> expanded(sweep("a.yaml", "vary: {rank: [2, 0]}")))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("rank = 0");
        assertThatThrownBy(() -> expanded(sweep("b.yaml", "vary: {lambda: [2]}")))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("lambda");
        assertThatThrownBy(() -> expanded(sweep("c.yaml", "vary: {k: []}"))).hasMessageContaining("no values");
        assertThatThrownBy(() -> expanded(sweep("d.yaml", "keep: best"))).hasMessageContaining("checkEvery");
        assertThatThrownBy(() -> sweep("e.yaml", "vary: {k: [1")).hasMessageContaining("not YAML");
        assertThatThrownBy(() -> sweep("f.yaml", "varry: {k: [1]}")).hasMessageContaining("varry");
        assertThatThrownBy(() -> Sweep.read(folder.resolve("none.yaml"))).hasMessageContaining("no file");
    }

    @Test
    void aFailedRunIsPassedOverAndStatisticsAreCollectedOnce() throws Exception {
        List<RunQueue.Entry> entries = expanded(sweep("s.yaml", """
                settings: {steps: 2}
                vary: {layers: [[1], [2], [1, 2]], suppression: [1.0e+39, 1]}
                checkEvery: 1
                keep: best
                """));
        List<SweepJob.Outcome> outcomes = run(entries, Progress.NONE);
        assertThat(outcomes).hasSize(6);
        for (int i = 0; i < 6; i++) {
            RunFolder run = RunFolder.at(project.runs().resolve(entries.get(i).name()));
            if (i % 2 == 0) {
                assertThat(outcomes.get(i).problem()).contains("Training stopped at step 1");
                assertThat(run.failure()).isEqualTo(outcomes.get(i).problem());
            } else {
                assertThat(outcomes.get(i).problem()).isEmpty();
                RunSummary summary = outcomes.get(i).summary();
                assertThat(summary).isEqualTo(Json.read(run.file(RunFolder.SUMMARY), RunSummary.class));
                assertThat(run.failure()).isEmpty();
            }
        }
        RunRecord second =
                RunRecord.read(project.runs().resolve(entries.get(3).name()).resolve("run.json"));
        assertThat(second.selected())
                .isNotEmpty()
                .allMatch(feature -> feature.layer().equals("resid_post.2"));
        assertThat(second.best().step()).isBetween(1, 2);
        assertThat(second.best().rule()).contains("benign minus target");
        try (var statistics = Files.list(project.runs().resolve("statistics"))) {
            assertThat(statistics).hasSize(1);
        }
    }

    @Test
    void aStoppedSweepGoesOnWhereItWas() throws Exception {
        List<RunQueue.Entry> entries =
                expanded(sweep("s.yaml", "{settings: {steps: 4}, vary: {seed: [1, 2]}, evaluate: false}"));
        Progress stop = new Progress() {
            private boolean stopped;

            @Override
            public void report(String activity, long done, long total) {
                stopped |= activity.startsWith("Run 2") && activity.contains("training") && done == 2;
            }

            @Override
            public boolean isCancelled() {
                return stopped;
            }
        };
        assertThatThrownBy(() -> run(entries, stop)).isInstanceOf(Cancelled.class);
        Path second = project.runs().resolve(entries.get(1).name());
        assertThat(TrainingLog.read(second.resolve(RunFolder.TRAINING))).hasSize(2);
        assertThat(run(entries, Progress.NONE))
                .extracting(SweepJob.Outcome::problem)
                .containsOnly("");
        assertThat(TrainingLog.read(second.resolve(RunFolder.TRAINING))).hasSize(4);
    }

    @Test
    void theQueueSurvivesItsProcess() throws Exception {
        RunQueue queue = RunQueue.open(project.runs());
        List<RunQueue.Entry> entries = expanded(sweep("s.yaml", "vary: {seed: [1, 2, 3]}"));
        queue.add(entries);
        queue.move(entries.get(2).name(), -2);
        queue.remove(entries.get(0).name());

        RunQueue again = RunQueue.open(project.runs());
        assertThat(again.waiting()).containsExactly(entries.get(2), entries.get(1));
        assertThat(again.first()).contains(entries.get(2));
    }

    @Test
    void twoWritersOfOneFolderAreKeptApart() throws Exception {
        RunQueue.Entry entry = expanded(sweep("s.yaml", "{settings: {steps: 2}, evaluate: false}"))
                .get(0);
        Path run = project.runs().resolve(entry.name());
        try (FolderLock other = FolderLock.take(run)) {
            assertThat(run(List.of(entry), Progress.NONE).get(0).problem()).contains("another run of Lacuna");
        }
        assertThat(run(List.of(entry), Progress.NONE).get(0).problem()).isEmpty();
    }

    @Test
    void aRunForWhichMemoryRanOutGoesOnInSmallerPasses() throws Exception {
        RunQueue.Entry entry = expanded(sweep("s.yaml", "{settings: {steps: 2}, evaluate: false}"))
                .get(0);
        CrispConfig asked = (CrispConfig) entry.request().config();
        UnlearnConfig lighter = asked.lighter().orElseThrow();
        run(List.of(entry), Progress.NONE);
        RunFolder folder = RunFolder.at(project.runs().resolve(entry.name()));
        folder.failure(new OutOfMemory("Memory ran out.", lighter, new OutOfMemoryError()));

        assertThat(run(List.of(entry), Progress.NONE).get(0).problem()).isEmpty();
        assertThat(folder.failure()).isEmpty();
        assertThat(folder.settings().orElseThrow().unlearning()).isEqualTo(lighter);
        assertThat(RunRecord.read(folder.file("run.json")).config()).isEqualTo(lighter);
    }
}
