package lacuna.ui.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.layout.Region;
import lacuna.features.FeatureStatistics;
import lacuna.project.Marks;
import lacuna.project.Marks.Mark;
import lacuna.project.Marks.Verdict;
import lacuna.project.Pipeline;
import lacuna.project.Project;
import lacuna.project.ToyProject;
import lacuna.run.Progress;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.session.ProjectFacts.CorpusRole;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.InlineJobs;
import lacuna.ui.task.Jobs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Opening, marks and closing, with jobs that run at once on the JavaFX thread. */
class SessionTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(400, 300);

    @TempDir
    Path folder;

    private final Jobs jobs = new InlineJobs();
    private Path toy;
    private AppContext context;
    private Session session;

    @BeforeEach
    void makeSession() throws Exception {
        toy = ToyProject.write(folder.resolve("toy"));
        fx.show(themes -> {
            context = AppContext.of(List.of(), fx.preferences(), themes, jobs, new FakeDialogs());
            session = Session.of(context);
            return new Region();
        });
    }

    @AfterEach
    void closeSession() {
        fx.run(() -> session.close());
    }

    private OpenProject opened() {
        fx.run(() -> session.open(toy));
        assertThat(session.project()).isNotNull();
        return session.project();
    }

    @Test
    void tellsWhatIsInTheProjectWithoutTheEngine() {
        ProjectFacts facts = opened().facts();

        assertThat(facts.model().width()).isEqualTo(ToyProject.WIDTH);
        assertThat(facts.model().parameters()).isEqualTo(260_032);
        assertThat(facts.saes())
                .extracting(sae -> sae.hook().toString())
                .containsExactly("resid_post.1", "resid_post.2");
        assertThat(facts.corpus(CorpusRole.TARGET).documents()).isEqualTo(8);
        assertThat(facts.questionsTarget()).isEqualTo(2);
        assertThat(context.header().projectProperty().get()).isEqualTo("Toy");
        assertThat(session.recent().folders()).containsExactly(toy);
        assertThat(session.engineProperty().get()).isNull();
    }

    @Test
    void writesMarksWhenTheyChangeAndReadsThemWhenItOpens() throws Exception {
        opened();
        Marks marks = Marks.NONE
                .with(new Mark("resid_post.1", 7, Verdict.SUPPRESS, "fire", ""))
                .with(new Mark("resid_post.2", 3, Verdict.KEEP, "", ""));
        fx.run(() -> session.setMarks(marks));
        fx.await("marks are on disk", () -> Files.exists(toy.resolve(Marks.FILE)));

        assertThat(Marks.read(toy.resolve(Marks.FILE))).isEqualTo(marks);
        assertThat(opened().marks()).isEqualTo(marks);
    }

    @Test
    void writesMarksThatWereStillWaitingWhenItCloses() throws Exception {
        opened();
        Marks marks = Marks.NONE.with(new Mark("resid_post.1", 7, Verdict.SUPPRESS, "", ""));
        fx.run(() -> {
            session.setMarks(marks);
            session.close();
        });

        assertThat(Marks.read(toy.resolve(Marks.FILE))).isEqualTo(marks);
    }

    @Test
    void readsMarksThatWereEditedOutsideWhenOpenedAgain() throws Exception {
        opened();
        fx.run(() -> {
            session.setMarks(Marks.NONE.with(new Mark("resid_post.1", 7, Verdict.SUPPRESS, "", "")));
            session.saveMarks();
        });
        Marks outside = Marks.NONE.with(new Mark("resid_post.2", 5, Verdict.KEEP, "", ""));
        outside.write(toy.resolve(Marks.FILE));

        opened();
        assertThat(session.marksProperty().get()).isEqualTo(outside);
    }

    @Test
    void keepsTheOpenProjectWhenAnotherCannotBeOpened() {
        OpenProject before = opened();
        fx.run(() -> session.open(folder.resolve("nowhere")));

        assertThat(session.project()).isSameAs(before);
        assertThat(context.errors().entries()).hasSize(1);
        assertThat(context.errors().entries().get(0).sentence()).contains("nowhere");
    }

    @Test
    void takesStatisticsFromDiskOnlyWhileTheyHold() throws Exception {
        OpenProject first = opened();
        assertThat(first.statistics()).isEmpty();
        FeatureStatistics counted = fx.call(() -> session.engineRoom()
                .pipeline(first.project(), first.manifest(), Progress.NONE)
                .statistics(Progress.NONE));

        FeatureStatistics found = opened().statistics().orElseThrow();
        assertThat(found.layers().get(1).targetCount())
                .isEqualTo(counted.layers().get(1).targetCount());

        ToyProject.edit(toy, "\"maxTokens\": 32, \"batchSize\": 8", "\"maxTokens\": 16, \"batchSize\": 8");
        assertThat(opened().statistics()).isEmpty();
    }

    @Test
    void takesStatisticsThatAProjectBringsAlong() throws Exception {
        OpenProject first = opened();
        FeatureStatistics counted = fx.call(() -> session.engineRoom()
                .pipeline(first.project(), first.manifest(), Progress.NONE)
                .statistics(Progress.NONE));
        assertThat(counted.targetTokens()).isPositive();
        Files.move(toy.resolve("runs/statistics"), toy.resolve("statistics"));

        assertThat(opened().statistics().orElseThrow().layers().get(0).targetSum())
                .isEqualTo(counted.layers().get(0).targetSum());
        Project project = first.project();
        assertThat(fx.call(() -> new Pipeline(session.engineRoom().loaded(project, Progress.NONE))
                        .statistics(Progress.NONE)
                        .targetTokens()))
                .isEqualTo(counted.targetTokens());
        assertThat(toy.resolve("runs/statistics")).doesNotExist();
    }

    @Test
    void showsTheEngineOnceItIsUp() {
        assertThat(context.header().engineProperty().get()).isEqualTo(HeaderModel.Engine.STARTING);
        fx.run(() -> session.startEngine());

        assertThat(context.header().engineProperty().get()).isEqualTo(HeaderModel.Engine.READY);
        assertThat(context.header().engineTextProperty().get()).contains("PyTorch");
    }

    @Test
    void keepsMarksThatCouldNotBeWritten() throws Exception {
        opened();
        Marks marks = Marks.NONE.with(new Mark("resid_post.1", 7, Verdict.SUPPRESS, "fire", ""));
        Files.createDirectories(toy.resolve(Marks.FILE).resolve("in the way")); // no file can be moved there
        fx.run(() -> {
            session.setMarks(marks);
            session.saveMarks();
        });
        assertThat(context.errors().entries()).isNotEmpty();
        Files.delete(toy.resolve(Marks.FILE).resolve("in the way"));
        Files.delete(toy.resolve(Marks.FILE));

        opened();
        assertThat(session.marksProperty().get()).isEqualTo(marks);
        fx.run(() -> session.saveMarks());
        assertThat(Marks.read(toy.resolve(Marks.FILE))).isEqualTo(marks);
    }

    @Test
    void ofTwoThatAreAskedForTheOneThatCanBeOpenedStays() {
        Jobs queue = fx.call(ComputeThread::new);
        AppContext other =
                fx.call(() -> AppContext.of(List.of(), fx.preferences(), fx.themes(), queue, new FakeDialogs()));
        Session waiting = fx.call(() -> Session.of(other));
        fx.run(() -> {
            waiting.open(toy);
            waiting.open(folder.resolve("nowhere"));
        });
        fx.await("both were tried", () -> !queue.isBusy());
        assertThat(waiting.project()).isNotNull();
        fx.run(() -> queue.closeThen(() -> {}));
    }

    @Test
    void opensAgainOnlyWhatTheUserHasNotTurnedAwayFrom() throws Exception {
        Path second = ToyProject.write(folder.resolve("second"));
        fx.run(() -> session.open(toy.resolve("project.json")));
        OpenProject before = session.project();
        fx.run(() -> session.reopen(toy));
        OpenProject again = session.project();
        assertThat(again).isNotSameAs(before);
        fx.run(() -> {
            session.open(second);
            session.reopen(toy);
        });
        assertThat(session.project().project().folder()).isEqualTo(second);
    }

    @Test
    void tokensOfOneLongTextAreEstimated() throws Exception {
        String words = "the dragon sleeps in its cave and the baker sings ".repeat(20_000);
        Files.writeString(toy.resolve("long.txt"), words);
        ToyProject.edit(toy, "corpora/benign.jsonl", "long.txt");
        ProjectFacts.CorpusFacts benign = opened().facts().corpus(CorpusRole.BENIGN);
        assertThat(benign.documents()).isEqualTo(1);
        assertThat(benign.tokens().exact()).isFalse();
        assertThat(benign.tokens().tokens()).isGreaterThan(20_000 * 9);
    }

    @Test
    void saysThatThereIsNoEngineWhereItsStartWasCancelled() {
        Jobs queue = fx.call(ComputeThread::new);
        AppContext other =
                fx.call(() -> AppContext.of(List.of(), fx.preferences(), fx.themes(), queue, new FakeDialogs()));
        fx.run(() -> {
            Session waiting = Session.of(other);
            waiting.open(toy);
            waiting.startEngine();
            queue.cancelAll();
            queue.closeThen(() -> {});
        });
        assertThat(other.header().engineProperty().get()).isEqualTo(HeaderModel.Engine.FAILED);
    }
}
