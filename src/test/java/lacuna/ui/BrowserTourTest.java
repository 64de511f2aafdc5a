package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.text.Text;
import lacuna.run.AtomicFiles;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.ComputeThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The feature browser on a copy of the bundled sample, with its pictures: {@code mvn test -Dtest=BrowserTourTest
 * -Dlacuna.screenshots=assets/screenshots}.
 */
@EnabledIfSystemProperty(named = "lacuna.screenshots", matches = ".+")
class BrowserTourTest {

    private static final int PATIENCE_SECONDS = 300;

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1440, 900);

    private final Path folder = Path.of(System.getProperty("java.io.tmpdir"), "lacuna-browser");
    private AppContext context;
    private volatile boolean ended;

    @Test
    void evidenceAnyTextAndPreview() throws Exception {
        Path sample = folder.resolve("ember-isles");
        AtomicFiles.deleteTree(folder);
        SampleTourTest.copy(Path.of("sample-projects/ember-isles"), sample);
        fx.run(() -> {
            context = AppContext.of(
                    List.of(sample.toString()), fx.preferences(), fx.themes(), new ComputeThread(), new FakeDialogs());
            new MainWindow(context).show(fx.stage(), () -> ended = true);
            context.register(new Screens().build(context));
        });
        fx.resizeTo(1440, 900);
        patiently("the project is open", () -> fx.isShown("#project-heading"));
        patiently("the engine is up", () -> context.header().engineProperty().get() == HeaderModel.Engine.READY);
        fx.run(() -> context.navigation().show("Features"));
        fx.click("Compute statistics");
        patiently("the table", () -> fx.isShown("#feature-table"));
        fx.click("#apply-preset");
        fx.click("#preset-apply");
        TableView<?> table = fx.find("#feature-table");
        fx.run(() -> table.getSelectionModel().clearAndSelect(2));
        patiently("logits", () -> fx.isShown("#logits") && !context.jobs().isBusy());
        fx.picturesInBothThemes("features");
        fx.click("#evidence-samples");
        fx.picturesInBothThemes("features-samples");
        fx.click("#evidence-neighbours");
        patiently("neighbours", () -> fx.isShown(".neighbour-link"));
        fx.picturesInBothThemes("features-neighbours");
        fx.click("#evidence-top");
        fx.run(fx.<ToggleButton>find("#scatter-switch")::fire);
        fx.picturesInBothThemes("features-scatter");
        tryText();
        preview();
        assertThat(context.errors().entries()).isEmpty();
        fx.requestClose();
        patiently("the last job has ended", () -> ended);
        AtomicFiles.deleteTree(folder);
    }

    private void tryText() {
        fx.run(fx.<ToggleButton>find("#try-switch")::fire);
        TextArea input = fx.find("#try-input");
        fx.run(() ->
                input.setText("Long before the ferry came, the dragon Ashkettle slept above the charcoal burners of the"
                        + " island, and every night the baker of Lantern Bay could see the orange fire on the hill."));
        fx.run(fx.<Button>find("#try-read")::fire);
        patiently("the text is read", () -> !context.jobs().isBusy());
        TableView<?> ranking = fx.find("#try-ranking");
        assertThat(ranking.getItems()).isNotEmpty();
        fx.run(() -> ranking.getSelectionModel().select(0));
        patiently("logits", () -> fx.isShown("#logits") && !context.jobs().isBusy());
        fx.picturesInBothThemes("try-text");
    }

    private void preview() {
        fx.run(fx.<ToggleButton>find("#preview-switch")::fire);
        fx.run(fx.<Button>find("#preview-run")::fire);
        patiently("both are written", () -> !context.jobs().isBusy());
        assertThat(fx.<Text>find("#preview-clean").getText()).isNotBlank();
        assertThat(fx.<Text>find("#preview-clamped").getText())
                .isNotEqualTo(fx.<Text>find("#preview-clean").getText());
        assertThat(fx.<Label>find("#preview-chosen").getText()).startsWith("60");
        fx.picturesInBothThemes("preview");
    }

    private void patiently(String what, Callable<Boolean> condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!fx.call(condition)) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            WaitForAsyncUtils.sleep(100, TimeUnit.MILLISECONDS);
        }
        fx.settle();
    }
}
