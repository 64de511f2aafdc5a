package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.stage.Window;
import lacuna.run.AtomicFiles;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.JobState;
import org.testfx.util.WaitForAsyncUtils;

/** The whole window on a copy of the bundled sample, for the tours that take the pictures of the documents. */
final class SampleWindow {

    private static final Path SAMPLE = Path.of(System.getProperty("lacuna.sample", "sample-projects/ember-isles"));
    private static final int PATIENCE_SECONDS = 900;

    final FxTest fx;
    final FakeDialogs dialogs = new FakeDialogs();
    private final Path sample;
    private final Optional<Path> temporary;
    private AppContext context;
    private volatile boolean ended;

    /** @param temporary goes when the window closes; empty for none */
    private SampleWindow(FxTest fx, Path sample, Optional<Path> temporary) {
        this.fx = fx;
        this.sample = sample;
        this.temporary = temporary;
    }

    /**
     * Copies the sample and opens it, and waits for the engine.
     *
     * @param name of a folder for temporary files; not JUnit's, for the pictures show the path
     */
    static SampleWindow open(FxTest fx, String name, double width, double height) throws Exception {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), name);
        AtomicFiles.deleteTree(folder);
        copy(SAMPLE, folder.resolve("ember-isles"));
        return open(new SampleWindow(fx, folder.resolve("ember-isles"), Optional.of(folder)), width, height);
    }

    /** Opens a copy that somebody made, with its runs, and waits for the engine. */
    static SampleWindow openAt(FxTest fx, Path sample, double width, double height) {
        return open(new SampleWindow(fx, sample, Optional.empty()), width, height);
    }

    private static SampleWindow open(SampleWindow window, double width, double height) {
        FxTest fx = window.fx;
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

    /** Also what jobs start when they end has ended, and what went aside before: one of those runs at a time. */
    void idle() {
        for (int i = 0; i < 2; i++) {
            idle("nothing runs");
            BackgroundJob<Boolean> last = fx.call(() -> context.jobs().submitAside("Wait", progress -> true));
            patiently("nothing runs aside", () -> last.state().isEnded());
        }
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
        if (temporary.isPresent()) {
            AtomicFiles.deleteTree(temporary.get());
        }
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
