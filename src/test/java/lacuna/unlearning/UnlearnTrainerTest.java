package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.model.LoraAdapter;
import lacuna.model.LoraConfig;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny random model, random dictionaries on two of its blocks, random texts. */
class UnlearnTrainerTest {

    @TempDir
    private Path folder;

    private ToyUnlearning toy;
    private final List<TrainingStep> heard = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        toy = new ToyUnlearning();
    }

    @AfterEach
    void stop() {
        toy.close();
    }

    private UnlearnResult run(String name, CrispConfig config) throws LacunaException {
        return trainer(ToyUnlearning.selection(3, 5, 9))
                .run(config, UnlearnRun.fresh(folder.resolve(name)), heard::add, Progress.NONE);
    }

    private UnlearnTrainer trainer(FeatureSelection selection) {
        return trainer(selection, ToyUnlearning.texts());
    }

    private UnlearnTrainer trainer(FeatureSelection selection, UnlearnTexts texts) {
        return new UnlearnTrainer(toy.inputs(selection, texts));
    }

    private List<TrainingStep> log(String name) throws LacunaException {
        return TrainingLog.read(folder.resolve(name).resolve("training.jsonl"));
    }

    @Test
    void chosenFeaturesFallWhileBenignStatesStay() throws Exception {
        UnlearnResult result = run("a", ToyUnlearning.config(CrispMode.ALIGNED, 1, 25, 0));

        double before = result.first().suppressedActivity().orElseThrow();
        assertThat(result.last().suppressedActivity().orElseThrow()).isLessThan(.5 * before);
        assertThat(result.last().loss("unlearn")).isLessThan(.6 * result.first().loss("unlearn"));
        assertThat(result.last().loss("retain")).isLessThan(.05); // share of the benign states' power
        assertThat(result.first().loss("retain")).isZero(); // B starts at zero
        assertThat(heard).hasSize(25).isEqualTo(log("a"));
        try (LoraAdapter adapter = LoraAdapter.read(result.adapter(), toy.model)) {
            assertThat(adapter.config().rank()).isEqualTo(2);
        }
        RunRecord record = RunRecord.read(folder.resolve("a").resolve("run.json"));
        assertThat(record.status()).isEqualTo(RunRecord.Status.FINISHED);
        assertThat(record.config()).isEqualTo(ToyUnlearning.config(CrispMode.ALIGNED, 1, 25, 0));
        assertThat(record.selected()).hasSize(6);
        assertThat(record.stepsDone()).isEqualTo(25);
    }

    @Test
    void everyModeRunsAndLeavesNoArrayBehind() throws Exception {
        run(
                "warm",
                ToyUnlearning.config(
                        CrispMode.ALIGNED, 2, 1, 0)); // the model makes some lasting arrays when first used
        int before = toy.torch.liveArrays();
        for (CrispMode mode : CrispMode.values()) {
            UnlearnResult result = run(mode.name(), ToyUnlearning.config(mode, 2, 3, 0));
            assertThat(result.last().total()).as("%s", mode).isFinite().isPositive();
        }
        assertThat(toy.torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void oneSeedGivesOneRunAndAnotherSeedAnother() throws Exception {
        CrispConfig config = ToyUnlearning.config(CrispMode.ALIGNED, 2, 5, .2);
        run("a", config);
        run("b", config);
        run("c", config.withSeed(12));
        for (int i = 0; i < 5; i++) {
            assertThat(log("b").get(i).total()).isCloseTo(log("a").get(i).total(), within(1e-5));
        }
        assertThat(log("c").get(4).total()).isNotCloseTo(log("a").get(4).total(), within(1e-5));
    }

    @Test
    void cancelledRunGoesOnWhereItStopped() throws Exception {
        CrispConfig config = ToyUnlearning.config(CrispMode.CODE, 2, 6, .2);
        run("whole", config);
        heard.clear();
        Progress cancelling = new Progress() {
            @Override
            public void report(String activity, long done, long total) {}

            @Override
            public boolean isCancelled() {
                return heard.size() == 3;
            }
        };
        UnlearnRun stopped = UnlearnRun.fresh(folder.resolve("parts"));
        assertThatThrownBy(() -> trainer(ToyUnlearning.selection(3, 5, 9)).run(config, stopped, heard::add, cancelling))
                .isInstanceOf(Cancelled.class);
        assertThat(RunRecord.read(stopped.record()).status()).isEqualTo(RunRecord.Status.CANCELLED);
        assertThat(log("parts")).hasSize(3);

        trainer(ToyUnlearning.selection(3, 5, 9))
                .run(config, UnlearnRun.resume(folder.resolve("parts")), heard::add, Progress.NONE);
        assertThat(log("parts")).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(log("parts").get(i).total())
                    .isCloseTo(log("whole").get(i).total(), within(1e-5));
            assertThat(log("parts").get(i).gradientNorm())
                    .isCloseTo(log("whole").get(i).gradientNorm(), within(1e-4));
        }
    }

    @Test
    void killedRunForgetsLinesWrittenAfterItsLastCheckpoint() throws Exception {
        CrispConfig config = ToyUnlearning.config(CrispMode.PAPER, 2, 5, 0);
        run("whole", config);
        Path killed = Files.createDirectories(folder.resolve("killed"));
        run("killed", config.withSteps(2));
        List<String> lines = Files.readAllLines(folder.resolve("whole").resolve("training.jsonl"));
        Files.writeString(
                killed.resolve("training.jsonl"), String.join("\n", lines.subList(0, 3)) + "\n{\"step\":4,\"unl");

        trainer(ToyUnlearning.selection(3, 5, 9)).run(config, UnlearnRun.resume(killed), heard::add, Progress.NONE);
        assertThat(log("killed")).extracting(TrainingStep::step).containsExactly(1, 2, 3, 4, 5);
        assertThat(log("killed").get(4).total()).isCloseTo(log("whole").get(4).total(), within(1e-5));
    }

    @Test
    void checkpointOfOtherSettingsIsRefused() throws Exception {
        run("a", ToyUnlearning.config(CrispMode.ALIGNED, 2, 2, 0));
        CrispConfig other = ToyUnlearning.config(CrispMode.ALIGNED, 3, 4, 0);
        UnlearnRun resumed = UnlearnRun.resume(folder.resolve("a"));
        assertThatThrownBy(
                        () -> trainer(ToyUnlearning.selection(3, 5, 9)).run(other, resumed, heard::add, Progress.NONE))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("other settings");
        assertThat(resumed.adapter().resolve("adapter_model.safetensors"))
                .as("what the refused call did not make")
                .exists();
    }

    @Test
    void lossThatIsNoNumberStopsTheRunAndSaysWhatIsKept() throws Exception {
        CrispConfig config = ToyUnlearning.config(CrispMode.PAPER, 1e39, 4, 0);
        assertThatThrownBy(() -> run("a", config))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("step 1")
                .hasMessageContaining("No good checkpoint had been written yet");
        assertThat(RunRecord.read(folder.resolve("a").resolve("run.json")).status())
                .isEqualTo(RunRecord.Status.FAILED);
        assertThat(folder.resolve("a").resolve("adapter")).doesNotExist();
    }

    @Test
    void inputsThatDoNotFitAreNamed() {
        CrispConfig config = ToyUnlearning.config(CrispMode.ALIGNED, 2, 2, 0);
        UnlearnRun run = UnlearnRun.fresh(folder.resolve("a"));
        UnlearnTexts nothing = new UnlearnTexts(List.of(), ToyUnlearning.texts(2, 1), List.of());
        expectRefusal(
                () -> trainer(ToyUnlearning.selection(1), nothing).run(config, run, heard::add, Progress.NONE),
                "target corpus");
        expectRefusal(
                () -> trainer(ToyUnlearning.selection()).run(config, run, heard::add, Progress.NONE), "No features");
        expectRefusal(
                () -> trainer(ToyUnlearning.selection(99)).run(config, run, heard::add, Progress.NONE),
                "features 0 to 31");
        FeatureSelection elsewhere = new FeatureSelection(List.of(new SelectedFeature("resid_post.7", 1, 1, "test")));
        expectRefusal(() -> trainer(elsewhere).run(config, run, heard::add, Progress.NONE), "no SAE for that block");
        CrispConfig late = config.withLora(LoraConfig.ofBlocks(2, 4, 0, 5, 6));
        expectRefusal(
                () -> trainer(ToyUnlearning.selection(1)).run(late, run, heard::add, Progress.NONE), "cannot change");
    }

    private static void expectRefusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String words) {
        assertThatThrownBy(call).isInstanceOf(LacunaException.class).hasMessageContaining(words);
    }
}
