package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import lacuna.project.Project;
import lacuna.project.RunFolder;
import lacuna.run.AtomicFiles;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The whole job on a copy of the bundled sample, with the pictures of the README. It takes some minutes, so it runs only when pictures
 * are asked for: {@code mvn test -Dtest=SampleTourTest -Dlacuna.screenshots=assets/screenshots}.
 */
@EnabledIfSystemProperty(named = "lacuna.screenshots", matches = ".+")
class SampleTourTest {

    private static final Path SAMPLE = Path.of(System.getProperty("lacuna.sample", "sample-projects/ember-isles"));
    private static final int PATIENCE_SECONDS = 900;

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1440, 900);

    // not JUnit's: the pictures show the path
    private final Path folder = Path.of(System.getProperty("java.io.tmpdir"), "lacuna-tour");

    private AppContext context;
    private volatile boolean ended;

    @Test
    void wholeJob() throws Exception {
        Path sample = folder.resolve("ember-isles");
        AtomicFiles.deleteTree(folder);
        copy(SAMPLE, sample);
        fx.run(() -> {
            context = AppContext.of(
                    List.of(sample.toString()), fx.preferences(), fx.themes(), new ComputeThread(), new FakeDialogs());
            new MainWindow(context).show(fx.stage(), () -> ended = true);
            context.register(new Screens().build(context));
        });
        fx.resizeTo(1440, 900);
        patiently("the project is open", () -> fx.isShown("#project-heading"));
        patiently("the engine is up", () -> context.header().engineProperty().get() == HeaderModel.Engine.READY);
        fx.picturesInBothThemes("project");
        features();
        train(sample);
        compare();
        evaluate();
        assertThat(context.errors().entries()).isEmpty();
        fx.requestClose();
        patiently("the last job has ended", () -> ended);
        AtomicFiles.deleteTree(folder);
    }

    private void features() {
        fx.click("#project-next");
        if (!fx.isShown("#feature-table")) {
            fx.click("Compute statistics");
        }
        patiently("the table", () -> fx.isShown("#feature-table"));
        fx.click("#apply-preset");
        fx.click("#preset-apply");
        TableView<?> table = fx.find("#feature-table");
        fx.run(() -> table.getSelectionModel().clearAndSelect(0));
        patiently("logits", () -> fx.isShown("#logits") && !context.jobs().isBusy());
        fx.picturesInBothThemes("features");
        judge(table);
        fx.click("#scatter-switch");
        fx.picturesInBothThemes("features-scatter");
        fx.click("#scatter-switch");
    }

    /** Second thoughts, a note, and the marks saved under a name. */
    private void judge(TableView<?> table) {
        patiently("second thoughts", () -> !context.jobs().isBusy());
        fx.click("#review");
        patiently("stability", () -> fx.isShown("Stability of the ranking"));
        picture("review", "#review");
        fx.click("#review");
        fx.click("#selections");
        fx.click("#selection-name");
        fx.type("dragons, first look");
        fx.click("#selection-save");
        patiently("it is saved", () -> fx.isShown("dragons, first look"));
        picture("selections", "#selections");
        fx.press(KeyCode.ESCAPE);
        fx.run(table::requestFocus);
        fx.press(KeyCode.L);
        fx.type("dragon lore\n");
        fx.press(KeyCode.CONTROL, KeyCode.K);
        fx.type("dragon");
        fx.picturesInBothThemes("palette");
        fx.press(KeyCode.ESCAPE);
    }

    /** Of the popup that a button has opened. */
    private void picture(String name, String button) {
        Window owner = fx.find(button).getScene().getWindow();
        Window popup = fx.call(() -> Window.getWindows().stream()
                .filter(window -> window != owner && window.isShowing())
                .reduce((first, second) -> second)
                .orElseThrow());
        fx.picture(name + "-light", popup.getScene());
    }

    private void train(Path sample) throws Exception {
        fx.run(() -> context.navigation().show("Train"));
        fx.click("#train-start");
        Label steps = fx.find("#run-steps");
        patiently("some steps are done", () -> steps.getText().matches("Step (4\\d|[5-9]\\d) of.*"));
        fx.picturesInBothThemes("train");
        patiently("training is done", () -> !context.jobs().isBusy());
        Label state = fx.find("#run-state");
        assertThat(state.getText()).isEqualTo("Finished");
        fx.picturesInBothThemes("train-finished");
        List<Path> runs = Project.read(sample).runFolders();
        assertThat(runs.get(0).resolve(RunFolder.ADAPTER)).isNotEmptyDirectory();
    }

    private void compare() {
        fx.run(() -> context.navigation().show("Compare"));
        Button generate = fx.find("#compare-generate");
        patiently(
                "the run is offered",
                () -> !generate.isDisabled() && !context.jobs().isBusy());
        fx.click("#compare-generate");
        patiently("both sides are written", () -> succeeded("Continue"));
        fx.picturesInBothThemes("compare");
    }

    private void evaluate() {
        fx.run(() -> context.navigation().show("Evaluate"));
        Button start = fx.find("#evaluate-start");
        patiently("the run is offered", () -> !start.isDisabled());
        fx.click("#evaluate-start");
        patiently("it is measured", () -> succeeded("Evaluate"));
        fx.picturesInBothThemes("evaluate");
    }

    private boolean succeeded(String title) {
        return context.jobs().all().stream()
                .anyMatch(job -> job.title().startsWith(title) && job.state() == JobState.SUCCEEDED);
    }

    private void patiently(String what, Callable<Boolean> condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!fx.call(condition)) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            WaitForAsyncUtils.sleep(100, TimeUnit.MILLISECONDS);
        }
        fx.settle();
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                if (dir.getFileName().toString().equals("runs")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
