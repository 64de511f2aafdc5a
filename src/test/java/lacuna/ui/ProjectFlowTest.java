package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import lacuna.project.ToyProject;
import lacuna.ui.app.AppContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The place Project while one project takes the place of another. */
class ProjectFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    private final FakeDialogs dialogs = new FakeDialogs();
    private ToyWindow window;
    private AppContext context;

    @BeforeEach
    void open() throws Exception {
        window = ToyWindow.open(fx, folder, dialogs);
        context = window.context;
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void openAnother(String name) throws Exception {
        Path other = ToyProject.write(folder.resolve(name));
        ToyProject.edit(other, "\"Toy\"", "\"" + name + "\"");
        fx.run(() -> context.drops().accept(java.util.List.of(other)));
        fx.await("it is open", () -> context.header().projectProperty().get().equals(name));
    }

    @Test
    void whatWasChosenForOneProjectIsNotOfferedToAnother() throws Exception {
        Path sae = folder.resolve("found");
        ToyProject.sae(sae, 3, ToyProject.WIDTH);
        dialogs.answer(sae);
        fx.click("#saes-add");
        fx.await("it was recognised", () -> fx.isShown("#add-sae-kind"));
        openAnother("Second");
        assertThat(fx.isShown("#add-sae-kind")).isFalse();
    }

    @Test
    void anotherSaeAtATakenPlaceIsAskedAbout() throws Exception {
        Path sae = folder.resolve("found");
        ToyProject.sae(sae, 2, ToyProject.WIDTH);
        dialogs.answer(sae).answer("Cancel");
        fx.click("#saes-add");
        fx.await("it was recognised", () -> fx.isShown("#add-sae-ok"));
        fx.click("#add-sae-ok");
        assertThat(dialogs.asked()).contains("Read another SAE at resid_post.2?");
        assertThat(lacuna.project.Project.read(window.project)
                        .manifest()
                        .saes()
                        .get(1)
                        .path())
                .doesNotContain("found");
        dialogs.answer("Take the other");
        fx.click("#add-sae-ok");
        fx.await(
                "it is read in its place",
                () -> lacuna.project.Project.read(window.project).manifest().saes().stream()
                        .anyMatch(entry -> entry.path().endsWith("found")));
        assertThat(lacuna.project.Project.read(window.project).manifest().saes())
                .hasSize(2);
    }

    @Test
    void pagesOfProjectsThatWereClosedAreGivenBack() throws Exception {
        WeakReference<Node> first = new WeakReference<>(fx.find(".project-page"));
        openAnother("Second");
        openAnother("Third");
        fx.await("the memory of the first page is given back", () -> {
            System.gc();
            return first.get() == null;
        });
    }

    @Test
    void theNextStepChangesWhenTheFeaturesAreCounted() {
        assertThat(fx.<Label>find("#project-next-words").getText()).startsWith("Count what every feature does");
        fx.run(() -> context.navigation().show("Features"));
        fx.click("Compute statistics");
        fx.await("the table", () -> fx.isShown("#feature-table"));
        fx.run(() -> context.navigation().show("Project"));
        assertThat(fx.<Label>find("#project-next-words").getText()).startsWith("The features are counted.");
    }

    @Test
    void namesOfFoldersKeepTheirUnderscores() throws Exception {
        openAnother("my_second_project");
        MenuItem latest =
                fx.call(() -> fx.<MenuButton>find("#project-recent").getItems().get(0));
        assertThat(latest.getText()).startsWith("my_second_project");
        assertThat(latest.isMnemonicParsing()).isFalse();
    }

    @Test
    void whatIsBeingFetchedStaysInSightUntilItIsClosed() throws Exception {
        fx.click("#project-fetch");
        assertThat(fx.<Node>find("#fetch-name").isFocused()).isTrue();
        fx.type("org/model");
        openAnother("Second");
        assertThat(fx.<javafx.scene.control.TextField>find("#fetch-name").getText())
                .isEqualTo("org/model");
        assertThat(fx.<Node>find("#project-open").isDisabled()).isTrue();
        fx.press(KeyCode.ESCAPE);
        assertThat(fx.isShown("#fetch-pane")).isFalse();
        assertThat(fx.<Node>find("#project-open").isDisabled()).isFalse();
    }
}
