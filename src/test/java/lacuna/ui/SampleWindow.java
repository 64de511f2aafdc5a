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
import javafx.stage.Window;
import lacuna.run.AtomicFiles;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.JobState;
import org.testfx.util.WaitForAsyncUtils;

/** The whole window on a copy of the bundled sample, for the tours that take the pictures of the documents. */
final class SampleWindow {

    private static final Path SAMPLE = Path.of(System.getProperty("lacuna.sample", "sample-projects/ember-isles"));
    private static final int PATIENCE_SECONDS = 900;

    final FxTest fx;
    final FakeDialogs dialogs = new FakeDialogs();
    private final Path folder;
    private final Path sample;
    private AppContext context;
    private volatile boolean ended;

    /** @param name of a folder for temporary files; not JUnit's, for the pictures show the path */
    private SampleWindow(FxTest fx, String name) {
        this.fx = fx;
        this.folder = Path.of(System.getProperty("java.io.tmpdir"), name);
        this.sample = folder.resolve("ember-isles");
    }

    /** Copies the sample and opens it, and waits for the engine. */
    static SampleWindow open(FxTest fx, String name, double width, double height) throws Exception {
        SampleWindow window = new SampleWindow(fx, name);
        AtomicFiles.deleteTree(window.folder);
        copy(SAMPLE, window.sample);
        fx.run(() -> {
            window.context = AppContext.of(
                    List.of(window.sample.toString()),
                    fx.preferences(),
                    fx.themes(),
                    new ComputeThread(),
                    window.dialogs);
            new MainWindow(window.context).show(fx.stage(), () -> window.ended = true);
            window.context.register(new Screens().build(window.context));
        });
        fx.resizeTo(width, height);
        window.patiently("the project is open", () -> fx.isShown("#project-heading"));
        window.patiently(
                "the engine is up",
                () -> window.context.header().engineProperty().get() == HeaderModel.Engine.READY);
        return window;
    }

    /** The folder of the copy. */
    Path sample() {
        return sample;
    }

    AppContext context() {
        return context;
    }

    /** Brings a place to the front. */
    void show(String place) {
        fx.run(() -> context.navigation().show(place));
    }

    /** Counts the statistics if need be, and marks what CRISP takes. */
    void countAndMark() {
        show("Features");
        if (!fx.isShown("#feature-table")) {
            fx.click("Compute statistics");
        }
        patiently("the table", () -> fx.isShown("#feature-table"));
        fx.click("#apply-preset");
        fx.click("#preset-apply");
    }

    void idle(String what) {
        patiently(what, () -> !context.jobs().isBusy());
    }

    boolean succeeded(String title) {
        return context.jobs().all().stream()
                .anyMatch(job -> job.title().startsWith(title) && job.state() == JobState.SUCCEEDED);
    }

    /** Asked on the JavaFX thread. */
    void patiently(String what, Callable<Boolean> condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!fx.call(condition)) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            WaitForAsyncUtils.sleep(100, TimeUnit.MILLISECONDS);
        }
        fx.settle();
    }

    /** Of the popup that is open. */
    void popupPicture(String name) {
        Window popup = fx.call(() -> Window.getWindows().stream()
                .filter(window -> window != fx.stage() && window.isShowing())
                .reduce((first, second) -> second)
                .orElseThrow());
        fx.picture(name, popup.getScene());
    }

    /** Nothing has gone wrong; the window closes and takes the copy with it. */
    void close() throws Exception {
        assertThat(context.errors().entries()).isEmpty();
        fx.requestClose();
        patiently("the last job has ended", () -> ended);
        AtomicFiles.deleteTree(folder);
    }

    private static void copy(Path from, Path to) throws IOException {
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
