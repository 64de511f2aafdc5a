package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import lacuna.model.HookPoint;
import lacuna.project.OtherSaes;
import lacuna.project.Project;
import lacuna.project.ToyProject;
import lacuna.tensor.Safetensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the engine in Features beyond statistics, with a real engine: the map, vectors, another SAE. */
class FeatureToolsTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    private final FakeDialogs dialogs = new FakeDialogs();
    private ToyWindow window;

    @BeforeEach
    void open() throws Exception {
        window = ToyWindow.open(fx, folder, dialogs);
        fx.run(() -> window.context.navigation().show("Features"));
        fx.click("Compute statistics");
        fx.await("the table", () -> fx.isShown("#feature-table"));
        TableView<?> table = fx.find("#feature-table");
        fx.run(() -> table.getSelectionModel().clearAndSelect(0));
        idle();
    }

    @AfterEach
    void close() {
        assertThat(window.context.errors().entries()).isEmpty();
        window.close();
    }

    private void idle() {
        fx.await("the engine rests", () -> !window.context.jobs().isBusy());
    }

    @Test
    void mapsTheFeaturesListed() {
        fx.run(fx.<ToggleButton>find("#map-switch")::fire);
        idle();
        assertThat(fx.isShown("#map-nothing")).isFalse();
        assertThat(fx.call(() -> window.context.jobs().all().stream()
                        .filter(job -> job.title().equals("Map of features"))
                        .map(job -> job.outcomeProperty().get())
                        .toList()))
                .containsExactly(2 * ToyProject.FEATURES + " features laid out");
    }

    @Test
    void writesVectorsByTheirNameInThePalette() throws Exception {
        TableView<?> table = fx.find("#feature-table");
        fx.run(table::requestFocus);
        fx.press(KeyCode.S);
        Path file = folder.resolve("marked.safetensors");
        dialogs.answer(file);
        fx.press(KeyCode.CONTROL, KeyCode.K);
        fx.type("vectors of the marked");
        fx.press(KeyCode.ENTER);
        fx.await("it is written", () -> Files.exists(file));
        idle();
        try (Safetensors written = Safetensors.open(file)) {
            String hook = written.names().iterator().next().replaceAll("\\.[a-z_]+$", "");
            assertThat(written.info(hook + ".decoder").shape()).containsExactly(1, ToyProject.WIDTH);
        }
        assertThat(fx.<Label>find("#selection-message").getText()).startsWith("Saved ");
    }

    @Test
    void findsTheFeatureInAnotherSaeAndKeepsItWithTheProject() throws Exception {
        fx.click("#evidence-neighbours");
        Hyperlink choose = fx.find("#other-choose");
        String hook = fx.<Label>find("#detail-hook").getText();
        Path wide = folder.resolve("wide");
        ToyProject.widerSae(
                window.project.resolve("saes").resolve(hook),
                wide,
                HookPoint.parse(hook).layer());
        dialogs.answer(wide);
        fx.run(choose::fire);
        fx.await("it is found", () -> fx.isShown("#other-change"));
        assertThat(fx.isShown("Nearest in wide (96)")).isTrue();
        assertThat(fx.isShown("1.00")).isTrue();
        Project project = Project.read(window.project);
        assertThat(OtherSaes.read(project).saes()).containsKey(hook);
    }
}
