package lacuna.ui.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
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

/** A person measures a run and looks at the questions. */
class EvaluateFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private final FakeEvaluatePort port = new FakeEvaluatePort();
    private AppContext context;
    private EvaluateController evaluate;

    @BeforeEach
    void openWindow() {
        fx.run(() -> {
            context = AppContext.of(List.of(), fx.preferences(), fx.themes(), new ComputeThread(), new FakeDialogs());
            evaluate = new EvaluateController(fx.themes(), context.jobs(), context.dialogs(), () -> {});
            new MainWindow(context).show(fx.stage(), () -> {});
            context.register(List.of(evaluate));
            context.header().projectProperty().set("Ember Isles");
            context.header().projectDetailProperty().set("4.1 M parameters, 3 SAEs");
            context.header().engineProperty().set(HeaderModel.Engine.READY);
            context.header().engineTextProperty().set("CPU \u00b7 PyTorch 2.7.1");
            evaluate.open(port);
        });
        fx.resizeTo(1280, 800);
        fx.await("runs are read", () -> evaluate.model().runProperty().get() != null);
    }

    @AfterEach
    void letJobsEnd() {
        fx.run(() -> {
            context.jobs().cancelAll();
            port.batches.release(1000);
            context.jobs().closeThen(() -> {});
        });
    }

    @Test
    void aRunIsMeasuredAndItsQuestionsLookedAt() {
        port.batches.drainPermits();
        fx.click("#evaluate-start");
        fx.await(
                "it measures",
                () -> fx.<Label>find("#evaluate-activity").getText().startsWith("Before"));
        fx.picture("evaluate-running");
        port.batches.release(10);
        fx.await("it is measured", () -> evaluate.model().resultProperty().get() != null);
        assertThat(fx.<Label>find("#evaluate-protocol").getText()).contains("continuation likelihood");
        fx.picturesInBothThemes("evaluate");
        int changed = fx.<TableView<?>>find("#evaluate-questions").getItems().size();
        assertThat(changed).isBetween(1, 243);
        fx.click("#evaluate-changed");
        assertThat(fx.<TableView<?>>find("#evaluate-questions").getItems()).hasSize(244);
    }
}
