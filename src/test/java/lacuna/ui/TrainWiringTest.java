package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javafx.scene.layout.Region;
import lacuna.model.LoraConfig;
import lacuna.model.Projection;
import lacuna.project.AfterTraining;
import lacuna.project.Marks;
import lacuna.project.Marks.Mark;
import lacuna.project.Marks.Verdict;
import lacuna.project.ToyProject;
import lacuna.run.Cancelled;
import lacuna.run.Progress;
import lacuna.ui.app.AppContext;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.Session;
import lacuna.ui.task.InlineJobs;
import lacuna.ui.train.PreparedRun;
import lacuna.ui.train.RunOrder;
import lacuna.ui.train.RunState;
import lacuna.ui.train.TrainRun;
import lacuna.unlearning.ActivationMemory;
import lacuna.unlearning.Activations;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.RmuConfig;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the window: what is captured when they are queued, stopped and gone on with. */
class TrainWiringTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T21:04:00Z"), ZoneOffset.UTC);

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(400, 300);

    @TempDir
    Path folder;

    private Session session;
    private OpenProject project;
    private TrainWiring wiring;

    @BeforeEach
    void openToy() throws Exception {
        Path toy = ToyProject.write(folder.resolve("toy"));
        fx.show(themes -> {
            session =
                    Session.of(AppContext.of(List.of(), fx.preferences(), themes, new InlineJobs(), new FakeDialogs()));
            session.open(toy);
            return new Region();
        });
        project = session.project();
        wiring = new TrainWiring(session, project, CLOCK);
        fx.run(() -> session.setMarks(Marks.NONE
                .with(new Mark("resid_post.1", 7, Verdict.SUPPRESS, "", ""))
                .with(new Mark("resid_post.2", 3, Verdict.SUPPRESS, "", ""))));
    }

    @AfterEach
    void close() {
        fx.run(() -> session.close());
    }

    /** Asks to stop after some steps. */
    private static final class Stop implements Progress, TrainingListener {
        private final int after;
        private int done;

        Stop(int after) {
            this.after = after;
        }

        @Override
        public void onStep(TrainingStep step) {
            done++;
        }

        @Override
        public void report(String activity, long count, long total) {}

        @Override
        public boolean isCancelled() {
            return done >= after;
        }
    }

    private PreparedRun prepared(UnlearnConfig config) {
        return fx.call(() -> {
            RunOrder order = new RunOrder(config, RunSchedule.NONE, AfterTraining.STOP, Map.of());
            return wiring.prepared(wiring.lineUp(order).get(0));
        });
    }

    private TrainRun onlyRun() {
        List<TrainRun> runs = fx.call(() -> wiring.runs(Progress.NONE));
        assertThat(runs).hasSize(1);
        return runs.get(0);
    }

    @Test
    void goesOnWithTheFeaturesItBeganWithThoughOtherMarksAreSetSince() {
        PreparedRun run = prepared(project.unlearning());
        Stop stop = new Stop(3);
        fx.run(() -> assertThatThrownBy(() -> run.work().run(stop, stop)).isInstanceOf(Cancelled.class));
        assertThat(onlyRun().state()).isEqualTo(RunState.CANCELLED);
        assertThat(onlyRun().resumable()).isTrue();
        assertThat(onlyRun().steps()).hasSize(3);

        fx.run(() -> session.setMarks(Marks.NONE));
        fx.run(() -> session.saveMarks());
        fx.run(() -> wiring.prepared(wiring.again(run.name())).work().run(TrainingListener.NONE, Progress.NONE));

        assertThat(onlyRun().state()).isEqualTo(RunState.FINISHED);
        assertThat(onlyRun().steps()).hasSize(6);
        assertThat(onlyRun().features()).isEqualTo(2);
    }

    /** Methods without features, and passes that are cut, are run and recorded as asked for. */
    @Test
    void everyMethodRunsWithTheSettingsOfTheForm() {
        assertThat(fx.call(() -> wiring.presets()))
                .extracting(preset -> preset.config().method())
                .contains("crisp", "rmu", "elm");
        RmuConfig rmu = new RmuConfig(
                1,
                5,
                1,
                RmuConfig.Positions.TEXT,
                new TreeSet<>(List.of(0, 1)),
                1e-3,
                3,
                2,
                32,
                0,
                0,
                new ActivationMemory(1, Activations.KEEP));
        PreparedRun run = prepared(rmu);
        fx.run(() -> run.work().run(TrainingListener.NONE, Progress.NONE));
        assertThat(onlyRun().config()).isEqualTo(rmu);
        assertThat(onlyRun().state()).isEqualTo(RunState.FINISHED);
        assertThat(onlyRun().steps()).hasSize(3);

        UnlearnConfig cut = ((CrispConfig) project.unlearning())
                .withSteps(2)
                .withMemory(new ActivationMemory(1, Activations.RECOMPUTE));
        PreparedRun second = prepared(cut);
        fx.run(() -> second.work().run(TrainingListener.NONE, Progress.NONE));
        assertThat(fx.call(() -> wiring.runs(Progress.NONE)))
                .extracting(TrainRun::config)
                .containsExactlyInAnyOrder(rmu, cut);
    }

    @Test
    void trainsOnTheMarksOfTheMomentItWasQueued() {
        PreparedRun run = prepared(project.unlearning());
        fx.run(() -> session.setMarks(Marks.NONE));
        fx.run(() -> session.saveMarks());
        fx.run(() -> run.work().run(TrainingListener.NONE, Progress.NONE));

        assertThat(onlyRun().features()).isEqualTo(2);
    }

    @Test
    void trainsWithEverySettingOfTheForm() {
        CrispConfig base = (CrispConfig) project.unlearning();
        Set<Projection> two = EnumSet.of(Projection.O, Projection.DOWN);
        LoraConfig lora = new LoraConfig(3, 5, 0, two, base.lora().blocks());
        CrispConfig asked = base.withLora(lora).withSteps(1).withSeed(77);
        PreparedRun run = prepared(asked);
        fx.run(() -> run.work().run(TrainingListener.NONE, Progress.NONE));

        assertThat(onlyRun().config()).isEqualTo(asked);
    }

    @Test
    void namesTwoRunsOfOneSecondApart() {
        String first = prepared(project.unlearning()).name();
        String second = prepared(project.unlearning()).name();

        assertThat(second).isNotEqualTo(first);
    }
}
