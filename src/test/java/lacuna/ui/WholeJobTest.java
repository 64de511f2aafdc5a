package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import lacuna.project.Marks;
import lacuna.project.Project;
import lacuna.project.RunFolder;
import lacuna.project.ToyProject;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.JobState;
import lacuna.unlearning.TrainingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole job in the window on a real, very small project: open, count, mark, train, compare, evaluate, close. */
class WholeJobTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    private final FakeDialogs dialogs = new FakeDialogs();
    private AppContext context;
    private volatile boolean ended;

    private void openWindow(Path project) {
        fx.run(() -> {
            context = AppContext.of(
                    List.of(project.toString()), fx.preferences(), fx.themes(), new ComputeThread(), dialogs);
            new MainWindow(context).show(fx.stage(), () -> ended = true);
            context.register(new Screens().build(context));
        });
        fx.resizeTo(1280, 800);
    }

    @AfterEach
    void closeWindow() {
        if (!ended) {
            fx.run(() -> {
                context.jobs().cancelAll();
                context.navigation().places().forEach(place -> place.close());
                context.jobs().closeThen(() -> ended = true);
            });
            fx.await("everything is closed", () -> ended);
        }
    }

    @Test
    void opensCountsMarksTrainsComparesAndCloses() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        openWindow(project);
        fx.await("the project is open", () -> fx.isShown("#project-heading"));
        fx.await("the engine is up", () -> context.header().engineProperty().get() == HeaderModel.Engine.READY);
        assertThat(fx.<Label>find("#engine-text").getText()).contains("PyTorch");
        assertThat(fx.<Label>find("#engine-device").getText()).contains("cpu");
        fx.picturesInBothThemes("project-toy");

        fx.click("#project-next");
        countAndMark();
        assertThat(suppressedOnDisk(project)).isPositive();

        train(project);
        compare();
        evaluate(project);
        assertThat(context.errors().entries()).isEmpty();

        fx.requestClose();
        fx.await("the last job has ended", () -> ended);
    }

    private void countAndMark() {
        fx.click("Compute statistics");
        TableView<?> table = fx.find("#feature-table");
        fx.await("all features", () -> table.getItems().size() == 2 * 48);
        fx.await("logits", () -> fx.isShown("#logits"));
        fx.run(() -> table.getSelectionModel().clearSelection());
        fx.run(() -> table.getSelectionModel().selectRange(0, 4));
        fx.run(table::requestFocus);
        fx.press(javafx.scene.input.KeyCode.S);
        Label total = fx.find("#suppressed-total");
        fx.await("marks are told", () -> total.getText().startsWith("4"));
        fx.picturesInBothThemes("features-toy");
    }

    private int suppressedOnDisk(Path project) {
        Path file = project.resolve(Marks.FILE);
        fx.await("marks are on disk", () -> Files.exists(file));
        return fx.call(() -> Marks.read(file).suppressed().size());
    }

    private void train(Path project) throws Exception {
        fx.run(() -> context.navigation().show("Train"));
        assertThat(fx.<Label>find("#train-marks").getText()).startsWith("4 features marked");
        fx.click("#train-start");
        fx.await("training is done", () -> !context.jobs().isBusy());
        Label state = fx.find("#run-state");
        fx.await("and listed", () -> state.getText().equals("Finished"));
        fx.picturesInBothThemes("train-toy");
        List<Path> runs = Project.read(project).runFolders();
        assertThat(runs).hasSize(1);
        assertThat(TrainingLog.read(runs.get(0).resolve(RunFolder.TRAINING))).hasSize(6);
        assertThat(runs.get(0).resolve(RunFolder.ADAPTER)).isNotEmptyDirectory();
    }

    private void compare() throws Exception {
        fx.run(() -> context.navigation().show("Compare"));
        Button generate = fx.find("#compare-generate");
        fx.await("the run is offered", () -> !generate.isDisabled());
        fx.click("#compare-generate");
        fx.await("both sides are written", () -> succeeded("Continue"));
        fx.picturesInBothThemes("compare-toy");
    }

    private void evaluate(Path project) throws Exception {
        fx.run(() -> context.navigation().show("Evaluate"));
        Button start = fx.find("#evaluate-start");
        fx.await("the run is offered", () -> !start.isDisabled());
        fx.click("#evaluate-start");
        fx.await("it is measured", () -> succeeded("Evaluate"));
        Label count = fx.find("#evaluate-count");
        fx.await("questions are listed", () -> count.getText().endsWith("of 4"));
        fx.picturesInBothThemes("evaluate-toy");
        Path run = Project.read(project).runFolders().get(0);
        assertThat(run.resolve(RunFolder.EVALUATION)).exists();
        assertThat(run.resolve(RunFolder.SUMMARY)).exists();
    }

    private boolean succeeded(String title) {
        return context.jobs().all().stream()
                .filter(job -> job.title().startsWith(title))
                .map(BackgroundJob::state)
                .anyMatch(JobState.SUCCEEDED::equals);
    }

    @Test
    void opensWithItsFeaturesOnceTheyWereCounted() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        openWindow(project);
        fx.await("the project is open", () -> fx.isShown("#project-heading"));
        fx.click("#project-next");
        fx.click("Compute statistics");
        fx.await("all features", () -> fx.isShown("#feature-table"));
        fx.run(() -> context.navigation().show("Project"));
        fx.click("#project-check");
        fx.await("it is open again", () -> fx.isShown("#project-heading"));
        fx.run(() -> context.navigation().show("Features"));
        fx.await("the features at once", () -> fx.isShown("#feature-table"));
        try (Stream<Path> kept = Files.list(project.resolve("runs/statistics"))) {
            assertThat(kept).hasSize(1);
        }
    }

    @Test
    void saysWhatIsWrongWithAProjectAndOpensItWhenItIsPutRight() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        Path corpus = project.resolve("corpora/benign.jsonl");
        byte[] texts = Files.readAllBytes(corpus);
        Files.delete(corpus);
        openWindow(project);
        fx.await("the trouble is told", () -> fx.isShown("#project-broken"));
        assertThat(fx.<Label>find("#error-sentence").getText()).contains("benign.jsonl");
        fx.picturesInBothThemes("project-broken");
        Files.write(corpus, texts);
        fx.click("#error-close");
        fx.click("Check again");
        fx.await("the project is open", () -> fx.isShown("#project-heading"));
    }
}
