package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import lacuna.model.HookPoint;
import lacuna.project.Project;
import lacuna.project.ProjectManifest.SaeEntry;
import lacuna.project.SaeChecks;
import lacuna.project.ToyProject;
import lacuna.tensor.SyntheticFiles;
import lacuna.tensor.SyntheticFiles.Array;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.ComputeThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An SAE of another format is added to a project at a place that is asked for, and all are checked. */
class SaesFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    private final FakeDialogs dialogs = new FakeDialogs();
    private AppContext context;
    private volatile boolean ended;

    @AfterEach
    void closeWindow() {
        fx.run(() -> {
            context.jobs().cancelAll();
            context.navigation().places().forEach(place -> place.close());
            context.jobs().closeThen(() -> ended = true);
        });
        fx.await("everything is closed", () -> ended);
    }

    @Test
    void anSaeIsAddedAtAPlaceThatIsAskedForAndChecked() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        Path sae = project.resolve("saes/mine.pt");
        int width = ToyProject.WIDTH;
        SyntheticFiles.pt(
                sae,
                java.util.Map.of(
                        "encoder.weight", Array.of(new float[48 * width], 48, width),
                        "encoder.bias", Array.of(new float[48], 48),
                        "decoder.weight", Array.of(new float[48 * width], width, 48),
                        "decoder.bias", Array.of(new float[width], width)));
        fx.run(() -> {
            context = AppContext.of(
                    List.of(project.toString()), fx.preferences(), fx.themes(), new ComputeThread(), dialogs);
            new MainWindow(context).show(fx.stage(), () -> ended = true);
            context.register(new Screens().build(context));
        });
        fx.resizeTo(1280, 800);
        fx.await("the project is open", () -> fx.isShown("#project-heading"));

        dialogs.answer(sae);
        fx.click("#saes-add");
        fx.await("it was recognised", () -> fx.isShown("#add-sae-kind"));
        ComboBox<HookPoint.Kind> kind = fx.find("#add-sae-kind");
        assertThat(kind.getValue()).isNull(); // the file says nothing, so nothing is proposed
        fx.run(() -> kind.setValue(HookPoint.Kind.RESID_POST));
        fx.picturesInBothThemes("project-add-sae");
        fx.click("#add-sae-ok");
        fx.await(
                "it is in the project",
                () -> Project.read(project).manifest().saes().size() == 3);
        assertThat(Project.read(project).manifest().saes().get(2))
                .isEqualTo(SaeEntry.of("resid_post.0", "saes/mine.pt"));
        fx.await("the page is new", () -> !context.jobs().isBusy() && !fx.isShown("#add-sae-kind"));

        fx.click("#saes-check");
        fx.await("all are checked", () -> java.nio.file.Files.exists(project.resolve(SaeChecks.FILE)));
        fx.await("the page shows it", () -> !context.jobs().isBusy());
        fx.settle();
        fx.picturesInBothThemes("project-saes");
        assertThat(fx.<Label>find("#project-heading").getText()).isEqualTo("Toy");
        for (SaeEntry entry : Project.read(project).manifest().saes()) {
            assertThat(SaeChecks.find(Project.read(project), entry)).isPresent();
        }
        assertThat(context.errors().entries()).isEmpty();
    }
}
