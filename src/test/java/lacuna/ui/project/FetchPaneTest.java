package lacuna.ui.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import lacuna.hub.Catalogue;
import lacuna.hub.HubSettings;
import lacuna.ui.FxTest;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.InlineJobs;
import lacuna.ui.task.Jobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FetchPaneTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    private boolean closed;

    private void show(URI endpoint) throws Exception {
        show(endpoint, new InlineJobs());
    }

    private void show(URI endpoint, Jobs jobs) throws Exception {
        HubSettings settings = new HubSettings(
                endpoint,
                folder,
                Optional.empty(),
                HubSettings.Access.ONLINE,
                Duration.ofSeconds(5),
                Duration.ofMillis(1));
        var known = Catalogue.entries();
        fx.show(themes -> {
            StackPane page = new StackPane(new FetchPane(jobs, settings, known, () -> closed = true));
            page.getStylesheets()
                    .add(Objects.requireNonNull(FetchPane.class.getResource("project.css"))
                            .toExternalForm());
            page.getStyleClass().add("fetch-cover");
            return page;
        });
    }

    @Test
    void filesAreListedWithTheirSizesBeforeAnyIsFetched() throws Exception {
        try (LoopbackHub hub = new LoopbackHub()) {
            show(hub.endpoint());
            TextField name = fx.find("#fetch-name");
            Button start = fx.find("#fetch-start");
            Label status = fx.find("#fetch-status");
            fx.run(() -> name.setText("layer_20/width_16k"));
            ListView<?> list = fx.find("#fetch-known");
            assertThat(list.getItems()).hasSizeBetween(1, 6);
            fx.picturesInBothThemes("project-fetch-known");
            fx.run(() -> name.setText("org/model"));
            assertThat(start.isDisabled()).isTrue();
            fx.click("#fetch-look-up");
            assertThat(status.getText()).isEqualTo("1 file, 20 bytes");
            assertThat(folder.resolve("models--org--model/snapshots")).doesNotExist();
            fx.picturesInBothThemes("project-fetch");
            fx.click("#fetch-start");
            assertThat(status.getText()).startsWith("It is in ");
            assertThat(folder.resolve("models--org--model/snapshots"))
                    .isDirectoryRecursivelyContaining("glob:**/config.json");
            fx.click("#fetch-close");
            assertThat(closed).isTrue();
        }
    }

    @Test
    void aHubThatDoesNotAnswerIsToldInASentence() throws Exception {
        show(URI.create("http://localhost:9"));
        TextField name = fx.find("#fetch-name");
        fx.run(() -> name.setText("org/model"));
        fx.click("#fetch-look-up");
        Label status = fx.find("#fetch-status");
        assertThat(status.getText()).contains("cannot be reached");
    }

    @Test
    void theAnswerToANameThatIsNoLongerThereIsNotShown() throws Exception {
        try (LoopbackHub hub = new LoopbackHub()) {
            Jobs jobs = fx.call(ComputeThread::new);
            show(hub.endpoint(), jobs);
            TextField name = fx.find("#fetch-name");
            Button start = fx.find("#fetch-start");
            Button lookUp = fx.find("#fetch-look-up");
            fx.run(() -> {
                name.setText("org/model");
                lookUp.fire();
                name.setText("org/other");
            });
            fx.await("the hub has answered", () -> !jobs.isBusy());
            assertThat(start.isDisabled()).isTrue();
            assertThat(fx.<Label>find("#fetch-status").getText()).isEmpty();
            fx.run(() -> {
                lookUp.fire();
                lookUp.fire();
            });
            fx.await("the hub has answered", () -> !jobs.isBusy());
            assertThat(fx.call(() -> fx.stage()
                            .getScene()
                            .getRoot()
                            .lookupAll(".numeric")
                            .size()))
                    .isEqualTo(1); // one file, listed once
            fx.run(() -> jobs.closeThen(() -> {}));
        }
    }
}
