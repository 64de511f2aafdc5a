package lacuna.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import lacuna.evaluation.Prompt;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.session.RunChoice;
import lacuna.ui.task.ComputeThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person generates before and after, compares blind, and stops a generation. */
class CompareFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private final FakeComparePort port = new FakeComparePort();
    private AppContext context;
    private CompareController compare;

    @BeforeEach
    void openWindow() {
        fx.run(() -> {
            context = AppContext.of(List.of(), fx.preferences(), fx.themes(), new ComputeThread(), new FakeDialogs());
            Clock clock = Clock.fixed(Instant.ofEpochMilli(5), ZoneOffset.UTC);
            compare = new CompareController(fx.themes(), context.jobs(), clock, () -> {});
            new MainWindow(context).show(fx.stage(), () -> {});
            context.register(List.of(compare));
            context.header().projectProperty().set("Ember Isles");
            context.header().projectDetailProperty().set("4.1 M parameters, 3 SAEs");
            context.header().engineProperty().set(HeaderModel.Engine.READY);
            context.header().engineTextProperty().set("CPU \u00b7 PyTorch 2.7.1");
            compare.open(port);
        });
        fx.resizeTo(1280, 800);
        fx.await("runs are read", () -> !compare.model().shown().isEmpty());
    }

    @AfterEach
    void letJobsEnd() {
        fx.run(() -> {
            context.jobs().cancelAll();
            port.words.release(100_000);
            context.jobs().closeThen(() -> {});
        });
    }

    @Test
    void promptsAreContinuedBesideEachOther() {
        fx.click("#compare-generate");
        fx.await("all are done", () -> !compare.model().runningProperty().get());
        assertThat(port.asked).hasSize(12);
        fx.picturesInBothThemes("compare");
        fx.click("#compare-blind");
        assertThat(fx.<Label>find("#compare-head-0").getText()).isEqualTo("A");
        fx.picture("compare-blind");
        fx.click("#compare-blind");
        assertThat(fx.<Label>find("#compare-head-0").getText()).startsWith("Untouched");
    }

    @Test
    void threeRunsStandBesideTheUntouchedModel() {
        fx.run(() -> {
            List<RunChoice> runs = List.of(new RunChoice("crisp-k5", ""), new RunChoice("rmu", ""));
            port.runs.addAll(runs);
            compare.model().runs().addAll(runs);
            runs.forEach(compare.model()::toggle);
        });
        fx.click("#compare-generate");
        fx.await("all are done", () -> !compare.model().runningProperty().get());
        assertThat(port.asked).hasSize(24);
        assertThat(fx.<Label>find("#compare-head-3").getText()).isEqualTo("rmu");
        fx.picturesInBothThemes("compare-runs");
        fx.click("#compare-blind");
        assertThat(fx.<Label>find("#compare-head-3").getText()).isEqualTo("D");
        fx.picture("compare-runs-blind");
        fx.resizeTo(1920, 1080);
        fx.click("#compare-blind");
        fx.picture("compare-runs-1080");
    }

    @Test
    void onlyPromptsInSightAreBuilt() {
        fx.run(() -> {
            List<PairEntry> more = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                more.add(new PairEntry(new Prompt("Prompt number " + i, "general")));
            }
            compare.model().pairs().addAll(more);
        });
        fx.settle();
        ListView<PairEntry> list = fx.find("#compare-prompts");
        assertThat(list.getItems()).hasSize(306);
        assertThat(fx.call(() -> list.lookupAll(".pair-card").size())).isLessThan(40);
    }

    @Test
    void tokensAppearAsTheyComeAndACancelKeepsWhatIsDone() {
        port.words.drainPermits();
        port.words.release(45);
        fx.click("#compare-sampling");
        fx.click("#compare-generate");
        PairEntry first = compare.model().pairs().get(0);
        fx.await(
                "the second side is being written",
                () -> first.by(FakeComparePort.RUN).get().state() == Continuation.State.WRITING);
        fx.picture("compare-streaming");
        fx.click("#compare-cancel");
        port.words.release(1);
        fx.await("it has stopped", () -> !compare.model().runningProperty().get());
        assertThat(first.by(CompareModel.UNTOUCHED).get().isDone()).isTrue();
        assertThat(first.by(FakeComparePort.RUN).get()).isEqualTo(Continuation.NONE);
        fx.click("#compare-own-text");
        fx.type("The dragon Ashkettle");
        fx.click("#compare-own-add");
        assertThat(compare.model().pairs()).hasSize(7);
    }
}
