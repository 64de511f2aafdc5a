package lacuna.ui.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.ComputeThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A reviewer looks at what a report will say, gives a verdict, and makes it. */
class ReportFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private final FakeReportPort port = new FakeReportPort();
    private final List<Path> opened = new ArrayList<>();
    private boolean noProgram;
    private AppContext context;
    private ReportController report;

    @BeforeEach
    void openWindow() {
        fx.run(() -> {
            context = AppContext.of(List.of(), fx.preferences(), fx.themes(), new ComputeThread(), new FakeDialogs());
            report = new ReportController(
                    context.jobs(),
                    context.dialogs(),
                    this::openDocument,
                    ReportControllerTest.NOON,
                    new ReportController.Ways() {
                        @Override
                        public void toTrain() {}

                        @Override
                        public void toEvaluate(String run) {}
                    });
            new MainWindow(context).show(fx.stage(), () -> {});
            context.register(List.of(report));
            context.header().projectProperty().set("Ember Isles");
            context.header().engineProperty().set(HeaderModel.Engine.READY);
            context.header().engineTextProperty().set("CPU \u00b7 PyTorch 2.7.1");
            report.open(port);
        });
        fx.resizeTo(1280, 800);
        fx.await("a report is previewed", () -> report.model().previewProperty().get() != null);
    }

    @AfterEach
    void letJobsEnd() {
        fx.run(() -> context.jobs().closeThen(() -> {}));
    }

    @Test
    void aReportIsReadBeforehandJudgedAndMade() {
        fx.click("Measure what is missing");
        fx.await("it is measured", () -> port.done.contains("measured " + FakeReportPort.FIRST));
        fx.click("#report-withheld");
        fx.click("#report-reviewer");
        fx.type("R. Viewer");
        fx.click("#report-verdict");
        fx.type("Forgotten, but shallow.");
        fx.click("#report-make");
        fx.await("it is made", () -> !report.model().madeProperty().get().isEmpty());
        fx.await("the verdict is kept", () -> port.kept.containsKey(FakeReportPort.FIRST));
        fx.await("it shows in the preview", () -> fx.isShown("R. Viewer, 2026-11-24"));
        fx.picturesInBothThemes("report");
        fx.click("#report-open");
        assertThat(opened).containsExactly(Path.of("runs", FakeReportPort.FIRST, "report.html"));
        fx.resizeTo(1920, 1080);
        fx.picturesInBothThemes("report-1080");
    }

    private void openDocument(Path path, Consumer<String> otherwise) {
        opened.add(path);
        if (noProgram) {
            otherwise.accept(
                    "No program on this system opened it: tried xdg-open (exit code 3); not installed: gio open,"
                            + " firefox, google-chrome.");
        }
    }

    @Test
    void whereNoBrowserIsRegisteredThePathIsShownAndCopied() {
        noProgram = true;
        fx.click("#report-make");
        fx.await("it is made", () -> !report.model().madeProperty().get().isEmpty());
        assertThat(fx.isShown("#report-unopened"))
                .as("nothing was to be opened yet")
                .isFalse();
        fx.click("#report-open");
        assertThat(fx.isShown("#report-unopened")).isTrue();
        assertThat(fx.<Label>find("#report-unopened-why").getText())
                .contains("xdg-open (exit code 3)")
                .endsWith("Open it by hand from:");
        fx.click("#report-copy");
        assertThat(fx.call(() -> Clipboard.getSystemClipboard().getString()))
                .isEqualTo(Path.of("runs", FakeReportPort.FIRST, "report.html")
                        .toAbsolutePath()
                        .toString());
        fx.picturesInBothThemes("report-unopened");
    }

    @Test
    void whatCannotBeMadeSaysWhy() {
        ListView<ReportEntry> list = fx.find("#report-runs");
        fx.run(() -> list.getSelectionModel().select(2));
        fx.await("it says why", () -> fx.isShown("No report yet"));
        assertThat(fx.<Button>find("#report-make").isDisabled()).isTrue();
        assertThat(fx.<Label>find("#report-why").getText()).contains("has not been measured");
        fx.picturesInBothThemes("report-unmeasured");
        fx.run(() -> report.model().runs().get(0).chosenProperty().set(true));
        assertThat(fx.<Button>find("#report-make").isDisabled())
                .as("of the ticked one there can be a report")
                .isFalse();
        fx.run(() -> report.model().runs().get(0).chosenProperty().set(false));
        fx.click("#report-measure");
        fx.await("it can be made", () -> !fx.<Button>find("#report-make").isDisabled());
        assertThat(port.done).containsExactly("measured " + FakeReportPort.UNMEASURED);
        assertThat(fx.isShown("#report-why")).isFalse();
        fx.run(() -> list.getSelectionModel().select(3));
        fx.await("it is previewed", () -> report.model().previewProperty().get() != null);
        assertThat(fx.<Label>find("#report-obstacle").getText()).startsWith("This run has no adapter");
        assertThat(fx.<Button>find("#report-merged").getParent().isDisabled()).isTrue();
    }
}
