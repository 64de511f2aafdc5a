package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lacuna.run.FolderLock;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another process trains and is killed without warning; the run then goes on here. */
class KilledRunTest {

    private static final int ALL = 30;

    @TempDir
    private Path folder;

    private static Process start(Path run) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx512m",
                        SlowTraining.class.getName(),
                        run.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(run + ".out"))
                .start();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // only so that a child that never trains ends the test
    void endsInTheLossesOfTheRunThatWasNotKilled() throws Exception {
        Path killed = folder.resolve("killed");
        UnlearnRun resumed = UnlearnRun.resume(killed);
        Process child = start(killed);
        try {
            while (TrainingLog.read(resumed.log()).size() < SlowTraining.STEPS) {
                assertThat(child.isAlive())
                        .as("the child trains; see %s.out", killed)
                        .isTrue();
                Thread.sleep(50);
            }
            assertThatThrownBy(() -> FolderLock.take(killed))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("another run of Lacuna");
        } finally {
            child.destroyForcibly().waitFor(); // SIGKILL where there are signals
        }
        assertThat(RunRecord.read(resumed.record()).status()).isEqualTo(RunRecord.Status.RUNNING);
        assertThat(Checkpoint.step(resumed.checkpoint())).isEqualTo(15);

        UnlearnRun whole = UnlearnRun.fresh(folder.resolve("whole"));
        try (ToyUnlearning toy = new ToyUnlearning();
                FolderLock lock = FolderLock.take(killed)) {
            UnlearnTrainer trainer = new UnlearnTrainer(toy.inputs());
            trainer.run(SlowTraining.config(ALL), resumed, TrainingListener.NONE, Progress.NONE);
            trainer.run(SlowTraining.config(ALL), whole, TrainingListener.NONE, Progress.NONE);
        }
        List<TrainingStep> expected = TrainingLog.read(whole.log());
        List<TrainingStep> got = TrainingLog.read(resumed.log());
        assertThat(got).hasSize(ALL);
        for (int i = 0; i < ALL; i++) {
            assertThat(got.get(i).step()).isEqualTo(i + 1);
            assertThat(got.get(i).total())
                    .isCloseTo(
                            expected.get(i).total(),
                            within(1e-5 * expected.get(i).total()));
        }
        assertThat(got.get(ALL - 1).total()).isNotEqualTo(got.get(0).total());
        assertThat(RunRecord.read(resumed.record()).status()).isEqualTo(RunRecord.Status.FINISHED);
    }
}
