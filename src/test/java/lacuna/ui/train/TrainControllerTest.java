package lacuna.ui.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import lacuna.ui.task.JobState;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrainControllerTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(200, 100);

    private final FakeTrainPort port = port();
    private final InlineJobs jobs = new InlineJobs();
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-23T21:00:00Z"), ZoneOffset.UTC);

    private static FakeTrainPort port() {
        try {
            return new FakeTrainPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private TrainController opened() {
        TrainController controller = new TrainController(fx.themes(), jobs, clock, () -> {});
        controller.open(port);
        return controller;
    }

    private static UnlearnConfig sample() {
        return UnlearnPreset.all().get(0).config();
    }

    @Test
    void openingFillsTheFormFromTheProjectsPreset() {
        fx.run(() -> {
            TrainModel model = opened().model();
            assertThat(model.settingsProperty().get()).isEqualTo(sample());
            assertThat(model.planProperty().get().possible()).isTrue();
            assertThat(model.planProperty().get().button()).isEqualTo("Start " + sample().steps() + " steps");
        });
    }

    @Test
    void epochsOfAPresetBecomeStepsAndItsBlocksFitTheModel() {
        fx.run(() -> {
            TrainController controller = opened();
            UnlearnPreset paper = UnlearnPreset.all().get(1);
            controller.use(paper);
            UnlearnConfig config = controller.model().settingsProperty().get();
            assertThat(config.steps()).isEqualTo(1320 / 4);
            assertThat(config.blocks()).containsExactly(3, 4, 5);
        });
    }

    @Test
    void nothingStartsWithoutMarkedFeatures() {
        fx.run(() -> {
            TrainController controller = opened();
            port.marks.set(MarkSummary.NONE);
            assertThat(controller.model().planProperty().get().possible()).isFalse();
            assertThat(controller.model().planProperty().get().sentence()).contains("Mark features");
            controller.start();
            assertThat(port.prepared).isEmpty();
        });
    }

    @Test
    void aRunGathersItsStepsAndBecomesTheSelectedOne() {
        fx.run(() -> {
            TrainController controller = opened();
            controller.start();
            RunEntry run = controller.model().selectedProperty().get();
            assertThat(run.state()).isEqualTo(RunState.FINISHED);
            assertThat(run.steps()).hasSize(sample().steps());
            assertThat(run.done()).isEqualTo(sample().steps());
            assertThat(controller.model().planProperty().get().sentence()).contains("About");
        });
    }

    @Test
    void aFailedRunKeepsItsReason() {
        fx.run(() -> {
            port.failure = "Training stopped at step 1: the loss is not a number.";
            TrainController controller = opened();
            controller.start();
            RunEntry run = controller.model().selectedProperty().get();
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.problem()).isEqualTo(port.failure);
            assertThat(jobs.all().get(jobs.all().size() - 1).state()).isEqualTo(JobState.FAILED);
        });
    }

    @Test
    void anInterruptedRunGoesOnFromItsCheckpoint() {
        fx.run(() -> {
            port.stored.add(
                    FakeTrainPort.run("aligned-01", "2026-11-23T20:00:00Z", RunState.INTERRUPTED, sample(), 50, 3));
            TrainController controller = opened();
            RunEntry run = controller.model().selectedProperty().get();
            assertThat(run.isResumable()).isTrue();
            controller.queue().resume();
            assertThat(run.steps())
                    .extracting(TrainingStep::step)
                    .hasSize(sample().steps())
                    .isSorted();
            assertThat(run.log().get(0)).isEqualTo("Resumed after step 50");
        });
    }

    @Test
    void runsOnDiskAreListedNewestFirst() {
        fx.run(() -> {
            port.stored.addAll(List.of(
                    FakeTrainPort.run("a", "2026-11-22T20:00:00Z", RunState.FINISHED, sample(), 10, 3),
                    FakeTrainPort.run("b", "2026-11-23T20:00:00Z", RunState.FINISHED, sample(), 10, 3)));
            assertThat(opened().model().runs()).extracting(RunEntry::name).containsExactly("b", "a");
        });
    }
}
