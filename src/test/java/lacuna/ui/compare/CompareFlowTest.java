package lacuna.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.text.Text;
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
        fx.await("runs are read", () -> compare.model().runProperty().get() != null);
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
        assertThat(fx.<Label>find("#compare-left").getText()).isEqualTo("A");
        fx.picture("compare-blind");
        fx.click("#compare-blind");
        assertThat(fx.<Label>find("#compare-left").getText()).startsWith("Before");
    }

    @Test
    void aRunThatCameLaterIsTakenNoteOf() {
        RunChoice run = fx.call(() -> compare.model().runProperty().get());
        fx.run(() -> compare.model().runProperty().set(null));
        assertThat(said()).contains("No finished run yet");
        fx.run(() -> compare.model().runProperty().set(run));
        assertThat(said()).contains("Not generated yet").doesNotContain("No finished run yet");
    }

    /** What stands where a continuation is to come. */
    private Set<String> said() {
        return fx.call(() -> fx.stage().getScene().getRoot().lookupAll(".diff-muted").stream()
                .map(text -> ((Text) text).getText())
                .collect(Collectors.toSet()));
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
                () -> first.afterProperty().get().state() == Continuation.State.WRITING);
        fx.picture("compare-streaming");
        fx.click("#compare-cancel");
        port.words.release(1);
        fx.await("it has stopped", () -> !compare.model().runningProperty().get());
        assertThat(first.beforeProperty().get().isDone()).isTrue();
        assertThat(first.afterProperty().get()).isEqualTo(Continuation.NONE);
        fx.click("#compare-own-text");
        fx.type("The dragon Ashkettle");
        fx.click("#compare-own-add");
        assertThat(compare.model().pairs()).hasSize(7);
    }
}
