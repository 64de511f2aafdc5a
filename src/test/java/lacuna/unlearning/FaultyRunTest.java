package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import lacuna.model.Trainable;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.tensor.AdamW;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses that go wrong, memory that runs out, checks in between: what is kept, and what is said. */
class FaultyRunTest {

    @TempDir
    private Path folder;

    private ToyUnlearning toy;
    private UnlearnRun fresh;
    private UnlearnRun resumed;
    private final CrispConfig config =
            ToyUnlearning.config(CrispMode.ALIGNED, 1, 30, .1).withCheckpointEvery(4);

    /** Without dropout, which is drawn otherwise where a pass is cut. */
    private final CrispConfig still =
            ToyUnlearning.config(CrispMode.ALIGNED, 1, 30, 0).withCheckpointEvery(4);

    @BeforeEach
    void start() throws Exception {
        toy = new ToyUnlearning();
        fresh = UnlearnRun.fresh(folder.resolve("run"));
        resumed = UnlearnRun.resume(folder.resolve("run"));
    }

    @AfterEach
    void stop() {
        toy.close();
    }

    /** CRISP, with something wrong at a step. */
    private record Faulty(Objective inner, int at, UnaryOperator<StepLosses> fault) implements Objective {
        @Override
        public Trainable trained() {
            return inner.trained();
        }

        @Override
        public AdamW.Config optimizer() {
            return inner.optimizer();
        }

        @Override
        public StepLosses add(int step, Progress progress) throws LacunaException {
            StepLosses losses = inner.add(step, progress);
            return step == at ? fault.apply(losses) : losses;
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private static StepLosses times(StepLosses losses, double factor) {
        return new StepLosses(losses.byName(), factor * losses.total(), losses.suppressedActivity());
    }

    private void runFaulty(int at, UnaryOperator<StepLosses> fault) throws LacunaException {
        runFaulty(config, at, fault);
    }

    private void runFaulty(UnlearnConfig settings, int at, UnaryOperator<StepLosses> fault) throws LacunaException {
        new UnlearnTrainer(
                        toy.inputs(),
                        RunSchedule.NONE,
                        (step, trained, progress) -> new LiveCheck(step, null, null, 0, List.of()),
                        (asked, inputs) -> new Faulty(asked.objective(inputs), at, fault))
                .run(settings, fresh, TrainingListener.NONE, Progress.NONE);
    }

    private RunRecord record() throws LacunaException {
        return RunRecord.read(fresh.record());
    }

    @Test
    void lossThatIsNoNumberKeepsTheLastGoodCheckpoint() throws Exception {
        assertThatThrownBy(() -> runFaulty(10, losses -> times(losses, Double.NaN)))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("step 11")
                .hasMessageContaining("checkpoint of step 8");
        assertThat(record().status()).isEqualTo(RunRecord.Status.FAILED);
        assertThat(record().stepsDone()).isEqualTo(10);
        assertThat(record().problem()).contains("step 11");
        assertThat(Checkpoint.step(fresh.checkpoint())).isEqualTo(8);
        assertGoesOnAsIfNothingHadHappened();
    }

    @Test
    void aCheckpointWhoseNextLossIsBadIsNotTheOneKept() throws Exception {
        assertThatThrownBy(() -> runFaulty(12, losses -> times(losses, Double.POSITIVE_INFINITY)))
                .hasMessageContaining("step 13")
                .hasMessageContaining("checkpoint of step 8");
        assertThat(Checkpoint.step(fresh.checkpoint())).isEqualTo(8);
    }

    @Test
    void explodingLossStopsTheRunButEarlyJumpsDoNot() throws Exception {
        assertThatThrownBy(() -> runFaulty(25, losses -> times(losses, 1e5)))
                .hasMessageContaining("step 26")
                .hasMessageContaining("more than 1000 times the median");
        assertThat(Checkpoint.step(fresh.checkpoint())).isEqualTo(24);

        runFaulty(3, losses -> times(losses, 1e5));
        assertThat(record().status()).isEqualTo(RunRecord.Status.FINISHED);
    }

    @Test
    void nativeMemoryRunningOutKeepsTheStateAndProposesLess() throws Exception {
        String c10 = "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: you"
                + " tried to allocate 68719476736 bytes. Error code 12 (Cannot allocate memory)";
        assertThatThrownBy(() -> runFaulty(still, 6, losses -> {
                    throw new EngineException(c10);
                }))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("Memory ran out at step 7")
                .hasMessageContaining("checkpoint of step 6")
                .hasMessageContaining("passes of 4 texts instead of passes of 8 texts")
                .satisfies(e -> assertThat(((OutOfMemory) e).lighter())
                        .contains(still.withMemory(new ActivationMemory(4, Activations.KEEP))));
        assertThat(record().status()).isEqualTo(RunRecord.Status.FAILED);
        UnlearnConfig lighter = still.withMemory(new ActivationMemory(4, Activations.KEEP));
        new UnlearnTrainer(toy.inputs()).run(lighter, resumed, TrainingListener.NONE, Progress.NONE);
        assertThat(record().config()).isEqualTo(lighter);
        assertAsAWholeRun(still);
    }

    /** Half the rows down to one, then recomputation, then nothing: the batch is never touched. */
    @Test
    void lessMemoryIsFoundStepByStep() throws Exception {
        assertThat(ways(still))
                .containsExactly(
                        new ActivationMemory(4, Activations.KEEP),
                        new ActivationMemory(2, Activations.KEEP),
                        new ActivationMemory(1, Activations.KEEP),
                        new ActivationMemory(1, Activations.RECOMPUTE));
        assertThat(ways((Trained) UnlearnPreset.named("rmu-zephyr-7b").config()))
                .containsExactly(
                        new ActivationMemory(2, Activations.KEEP),
                        new ActivationMemory(1, Activations.KEEP),
                        new ActivationMemory(1, Activations.RECOMPUTE));
        assertThat(ways((Trained) UnlearnPreset.named("elm-code-wmdp-bio").config()))
                .containsExactly(new ActivationMemory(1, Activations.RECOMPUTE));
    }

    private static List<ActivationMemory> ways(Trained from) {
        List<ActivationMemory> ways = new ArrayList<>();
        for (Optional<UnlearnConfig> next = from.lighter();
                next.isPresent();
                next = next.get().lighter()) {
            Trained lighter = (Trained) next.get();
            assertThat(lighter.withMemory(from.memory())).isEqualTo(from);
            ways.add(lighter.memory());
        }
        return ways;
    }

    @Test
    void rmuGoesOnInSmallerPassesAndWithTheSameLosses() throws Exception {
        RmuConfig rmu = CutRun.rmu(RmuConfig.Positions.TEXT).withSteps(30).withCheckpointEvery(4);
        assertThatThrownBy(() -> runFaulty(rmu, 6, losses -> {
                    throw new OutOfMemoryError("CUDA out of memory");
                }))
                .hasMessageContaining("checkpoint of step 6")
                .hasMessageContaining("passes of 2 texts instead of passes of 4 texts");
        UnlearnConfig lighter = rmu.lighter().orElseThrow();
        new UnlearnTrainer(toy.inputs()).run(lighter, resumed, TrainingListener.NONE, Progress.NONE);
        assertAsAWholeRun(rmu);
    }

    @Test
    void javasMemoryRunningOutIsTheSame() throws Exception {
        assertThatThrownBy(() -> runFaulty(6, losses -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("Memory ran out at step 7");
        assertThat(Checkpoint.step(fresh.checkpoint())).isEqualTo(6);
    }

    @Test
    void otherErrorsOfTheEngineAreNotTakenForIt() {
        assertThat(OutOfMemory.is(new EngineException("size mismatch"))).isFalse();
        assertThat(OutOfMemory.is(new RuntimeException(new EngineException("CUDA out of memory. Tried 2 GiB"))))
                .isTrue();
    }

    private void assertGoesOnAsIfNothingHadHappened() throws LacunaException {
        UnlearnTrainer trainer = new UnlearnTrainer(toy.inputs());
        trainer.run(config, resumed, TrainingListener.NONE, Progress.NONE);
        assertAsAWholeRun(config);
    }

    private void assertAsAWholeRun(UnlearnConfig settings) throws LacunaException {
        UnlearnRun whole = UnlearnRun.fresh(folder.resolve("whole"));
        new UnlearnTrainer(toy.inputs()).run(settings, whole, TrainingListener.NONE, Progress.NONE);
        List<TrainingStep> expected = TrainingLog.read(whole.log());
        List<TrainingStep> got = TrainingLog.read(resumed.log());
        assertThat(got).hasSize(30);
        for (int i = 0; i < 30; i++) {
            assertThat(got.get(i).total()).isCloseTo(expected.get(i).total(), within(1e-5));
        }
    }

    /** Makes accuracies up, by step. */
    private UnlearnTrainer checked(RunSchedule schedule, Map<Integer, Double> scores, Map<Integer, byte[]> states) {
        return new UnlearnTrainer(toy.inputs(), schedule, (step, trained, progress) -> {
            progress.check();
            Path copy = folder.resolve("state" + step);
            trained.write(copy);
            states.put(step, bytes(copy.resolve("adapter_model.safetensors")));
            return new LiveCheck(step, 1 - scores.getOrDefault(step, 0.0), 1.0, 40, List.of());
        });
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theBestCheckIsKeptAndTheEarlierOneOnATie() throws Exception {
        Map<Integer, byte[]> states = new HashMap<>();
        RunSchedule best = new RunSchedule(5, RunSchedule.Kept.BEST);
        checked(best, Map.of(10, .6, 15, .9, 20, .9, 25, .7), states)
                .run(config, fresh, TrainingListener.NONE, Progress.NONE);
        assertThat(Checks.read(fresh.checks())).extracting(LiveCheck::step).containsExactly(5, 10, 15, 20, 25, 30);
        RunRecord.Best recorded = record().best();
        assertThat(recorded).isNotNull();
        assertThat(recorded.step()).isEqualTo(15);
        assertThat(recorded.score()).isCloseTo(.9, within(1e-12));
        assertThat(recorded.rule()).contains("benign minus target");
        assertThat(record().schedule()).isEqualTo(best);
        assertThat(bytes(fresh.adapter().resolve("adapter_model.safetensors")))
                .isEqualTo(states.get(15))
                .isNotEqualTo(states.get(20));
    }

    @Test
    void theLastStateIsKeptUnlessTheBestIsAskedFor() throws Exception {
        Map<Integer, byte[]> states = new HashMap<>();
        checked(new RunSchedule(10, RunSchedule.Kept.LAST), Map.of(10, .6), states)
                .run(config, fresh, TrainingListener.NONE, Progress.NONE);
        assertThat(bytes(fresh.adapter().resolve("adapter_model.safetensors"))).isEqualTo(states.get(30));
        assertThat(bytes(fresh.best().resolve("adapter_model.safetensors"))).isEqualTo(states.get(10));
    }

    @Test
    void checksDoNotChangeTheLossesAndOneThatWasCancelledIsMadeLater() throws Exception {
        RunSchedule schedule = new RunSchedule(6, RunSchedule.Kept.LAST);
        int[] asked = {0};
        Progress stopInSecondCheck = new Progress() {
            @Override
            public void report(String activity, long done, long total) {
                asked[0] = (int) done;
            }

            @Override
            public boolean isCancelled() {
                return asked[0] == 12;
            }
        };
        assertThatThrownBy(() -> checked(schedule, Map.of(), new HashMap<>())
                        .run(config, fresh, TrainingListener.NONE, stopInSecondCheck))
                .isInstanceOf(Cancelled.class);
        assertThat(Checks.read(fresh.checks())).extracting(LiveCheck::step).containsExactly(6);
        checked(schedule, Map.of(), new HashMap<>()).run(config, resumed, TrainingListener.NONE, Progress.NONE);
        assertThat(Checks.read(fresh.checks())).extracting(LiveCheck::step).containsExactly(6, 12, 18, 24, 30);
        assertGoesOnAsIfNothingHadHappened();
    }

    @Test
    void theBestCannotBeKeptWithoutChecks() {
        assertThatThrownBy(() -> new RunSchedule(0, RunSchedule.Kept.BEST)).hasMessageContaining("checkEvery");
    }
}
