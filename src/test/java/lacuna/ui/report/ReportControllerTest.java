package lacuna.ui.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import lacuna.report.Review;
import lacuna.report.TargetText;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReportControllerTest {

    static final Clock NOON = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(200, 100);

    private final FakeReportPort port = new FakeReportPort();
    private final FakeDialogs dialogs = new FakeDialogs();
    private final List<Path> opened = new ArrayList<>();
    private boolean noProgram;
    private final List<String> evaluated = new ArrayList<>();

    private ReportController opened() {
        ReportController controller =
                new ReportController(new InlineJobs(), dialogs, this::openDocument, NOON, new ReportController.Ways() {
                    @Override
                    public void toTrain() {}

                    @Override
                    public void toEvaluate(String run) {
                        evaluated.add(run);
                    }
                });
        controller.open(port);
        return controller;
    }

    private void openDocument(Path path, Consumer<String> otherwise) {
        opened.add(path);
        if (noProgram) {
            otherwise.accept("No program on this system opened it: not installed: xdg-open.");
        }
    }

    private static void select(ReportModel model, String run) {
        model.selectedProperty()
                .set(model.runs().stream()
                        .filter(entry -> entry.run().name().equals(run))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void theNewestRunIsPreviewedAndFollowsHowTargetTextAppears() {
        fx.run(() -> {
            ReportModel model = opened().model();
            assertThat(model.previewProperty().get().title()).contains(FakeReportPort.FIRST);
            model.targetTextProperty().set(TargetText.WITHHELD);
            assertThat(model.previewProperty().get().generations().get(0).prompt())
                    .isEqualTo("[withheld]");
        });
    }

    @Test
    void aRunThatWasNotMeasuredSaysSoAndLeadsToEvaluate() {
        fx.run(() -> {
            ReportController controller = opened();
            select(controller.model(), FakeReportPort.UNMEASURED);
            assertThat(controller.model().previewProperty().get()).isNull();
            assertThat(controller.model().problemProperty().get()).contains("not been measured");
            controller.toEvaluate();
            assertThat(evaluated).containsExactly(FakeReportPort.UNMEASURED);
        });
    }

    @Test
    void aVerdictIsKeptWithItsRunAndDated() {
        fx.run(() -> {
            ReportController controller = opened();
            ReportModel model = controller.model();
            controller.keepReview();
            assertThat(port.kept).as("nothing was said").isEmpty();
            model.reviewerProperty().set("R. Viewer");
            model.verdictProperty().set("Shallow: 20 texts bring it back.");
            controller.keepReview();
            assertThat(port.kept)
                    .containsEntry(
                            FakeReportPort.FIRST,
                            new Review("R. Viewer", "Shallow: 20 texts bring it back.", "2026-11-24"));
            select(model, "crisp-k5");
            assertThat(model.verdictProperty().get()).as("of another run").isEmpty();
            select(model, FakeReportPort.FIRST);
            assertThat(model.reviewerProperty().get()).isEqualTo("R. Viewer");
        });
    }

    @Test
    void aVerdictIsInThePageAndIsKeptWhenTheWindowCloses() {
        fx.run(() -> {
            ReportController controller = opened();
            controller.model().verdictProperty().set("Gone.");
            controller.make();
            assertThat(port.done).containsExactly("report " + FakeReportPort.FIRST + " SHOWN, verdict: Gone.");
            controller.model().verdictProperty().set("Gone, I think.");
            controller.close();
            assertThat(port.kept.get(FakeReportPort.FIRST).verdict()).isEqualTo("Gone, I think.");
        });
    }

    @Test
    void ticksStayWhenARunJoinsTheList() {
        fx.run(() -> {
            ReportController controller = opened();
            ReportModel model = controller.model();
            model.runs().get(1).chosenProperty().set(true);
            port.later.add(new ReportRun("later", "CRISP aligned, 60 features, 100 steps", ""));
            controller.shown();
            assertThat(model.runs()).hasSize(5);
            assertThat(model.wanted()).extracting(entry -> entry.run().name()).containsExactly("crisp-k5");
        });
    }

    @Test
    void reportsAreMadeOfTheTickedRunsElseOfTheSelectedOneAndOpened() {
        fx.run(() -> {
            ReportController controller = opened();
            controller.make();
            controller.model().targetTextProperty().set(TargetText.HASHED);
            controller.model().runs().get(0).chosenProperty().set(true);
            controller.model().runs().get(1).chosenProperty().set(true);
            controller.make();
            assertThat(port.done)
                    .containsExactly(
                            "report " + FakeReportPort.FIRST + " SHOWN",
                            "report " + FakeReportPort.FIRST + " HASHED",
                            "report crisp-k5 HASHED");
            controller.openMade();
            controller.showMade();
            assertThat(opened)
                    .containsExactly(
                            Path.of("runs", FakeReportPort.FIRST, "report.html"),
                            Path.of("runs", "crisp-k5", "report.html"),
                            Path.of("runs", FakeReportPort.FIRST),
                            Path.of("runs", "crisp-k5"));
        });
    }

    @Test
    void whatNoProgramOpensIsNamedWithItsPlaceUntilSomethingOpens() {
        fx.run(() -> {
            ReportController controller = opened();
            ReportModel model = controller.model();
            model.runs().get(0).chosenProperty().set(true);
            model.runs().get(1).chosenProperty().set(true);
            controller.make();
            controller.openMade();
            assertThat(model.unopenedProperty().get()).as("both opened").isNull();
            noProgram = true;
            controller.openMade();
            assertThat(model.unopenedProperty().get())
                    .isEqualTo(new ReportModel.Unopened(
                            List.of(
                                    Path.of("runs", FakeReportPort.FIRST, "report.html")
                                            .toAbsolutePath(),
                                    Path.of("runs", "crisp-k5", "report.html").toAbsolutePath()),
                            "No program on this system opened it: not installed: xdg-open."));
            noProgram = false;
            controller.openMade();
            assertThat(model.unopenedProperty().get()).isNull();
        });
    }

    @Test
    void exportsGoIntoAFolderOfTheirOwnAndACancelledChoiceDoesNothing() {
        fx.run(() -> {
            ReportController controller = opened();
            controller.exportMerged();
            assertThat(port.done).isEmpty();
            dialogs.answer(Path.of("exported"));
            controller.exportAdapter();
            dialogs.answer(Path.of("exported"));
            controller.exportMerged();
            assertThat(port.done)
                    .containsExactly(
                            "adapter " + FakeReportPort.FIRST + " " + FakeReportPort.FIRST + "-adapter",
                            "merged " + FakeReportPort.FIRST + " " + FakeReportPort.FIRST + "-merged");
        });
    }
}
