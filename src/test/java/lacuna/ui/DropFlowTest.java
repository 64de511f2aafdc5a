package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.javafx.scene.input.DragboardHelper;
import com.sun.javafx.tk.TKClipboard;
import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import lacuna.features.FeatureLabels;
import lacuna.project.Project;
import lacuna.project.ProjectManifest;
import lacuna.project.ToyProject;
import lacuna.ui.app.AppContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files dragged from the system onto the window: each goes where it belongs. */
class DropFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    private final FakeDialogs dialogs = new FakeDialogs();
    private ToyWindow window;
    private AppContext context;
    private Path project;

    @BeforeEach
    void open() throws Exception {
        window = ToyWindow.open(fx, folder, dialogs);
        context = window.context;
        project = window.project;
    }

    @AfterEach
    void close() {
        window.close();
    }

    /** What the system hands over when files are dragged in. */
    private static Dragboard holding(Path... paths) {
        List<File> files = Arrays.stream(paths).map(Path::toFile).toList();
        TKClipboard clipboard = (TKClipboard) Proxy.newProxyInstance(
                TKClipboard.class.getClassLoader(),
                new Class<?>[] {TKClipboard.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContentTypes" -> Set.of(DataFormat.FILES);
                    case "hasContent" -> DataFormat.FILES.equals(arguments[0]);
                    case "getContent" -> DataFormat.FILES.equals(arguments[0]) ? files : null;
                    case "getTransferModes" -> EnumSet.of(TransferMode.COPY);
                    case "putContent" -> false;
                    case "getDragViewOffsetX", "getDragViewOffsetY" -> 0.0;
                    default -> null;
                });
        return DragboardHelper.createDragboard(clipboard);
    }

    private DragEvent fire(EventType<DragEvent> type, Dragboard board) {
        Node place = context.navigation().currentProperty().get().view(); // it lies under the pointer
        DragEvent event =
                new DragEvent(place, place, type, board, 600, 400, 600, 400, TransferMode.COPY, null, null, null);
        Event.fireEvent(place, event);
        return event;
    }

    private void drop(Path... paths) {
        fx.run(() -> {
            Dragboard board = holding(paths);
            fire(DragEvent.DRAG_OVER, board);
            fire(DragEvent.DRAG_DROPPED, board);
        });
    }

    private ProjectManifest manifest() throws Exception {
        return Project.read(project).manifest();
    }

    @Test
    void aModelTakesThePlaceOfTheModelOnceConfirmed() throws Exception {
        Path other = ToyProject.write(folder.resolve("other")).resolve("model");
        dialogs.answer("Change the model");
        drop(other);
        fx.await("the model is another", () -> manifest().model().endsWith("other/model"));
        assertThat(dialogs.asked()).containsExactly("Take model as the model?");
        fx.await("the project is open again", () -> fx.isShown("#project-heading"));
        assertThat(context.errors().entries()).isEmpty();
    }

    @Test
    void anSaeIsAddedAtThePointItsFilesName() throws Exception {
        Path sae = folder.resolve("found/third");
        ToyProject.sae(sae, 3, ToyProject.WIDTH);
        dialogs.answer("Add the SAE");
        drop(sae);
        fx.await("there are three", () -> manifest().saes().size() == 3);
        assertThat(manifest().saes().get(2).hook()).isEqualTo("resid_post.3");
    }

    @Test
    void anSaeThatIsNotWantedChangesNothing() throws Exception {
        Path sae = folder.resolve("found/third");
        ToyProject.sae(sae, 3, ToyProject.WIDTH);
        String before = Files.readString(project.resolve("project.json"));
        dialogs.answer("Cancel");
        drop(sae);
        assertThat(Files.readString(project.resolve("project.json"))).isEqualTo(before);
    }

    @Test
    void aFolderOfLabelsIsImportedAndShown() throws Exception {
        Path labels = folder.resolve("1-toy-res-48");
        Files.createDirectories(labels.resolve("explanations"));
        Files.writeString(labels.resolve("explanations/batch-0.jsonl"), """
                {"id": "a", "modelId": "toy", "layer": "1-toy-res-48", "index": "7", "description": "red dragons", "typeName": "np_max-act"}
                """);
        drop(labels);
        fx.await(
                "the labels are there",
                () -> FeatureLabels.read(Project.read(project).labelsFolder())
                                .sets()
                                .size()
                        == 1);
        assertThat(fx.call(() -> context.navigation().currentProperty().get().title()))
                .isEqualTo("Features");
        fx.click("Compute statistics");
        fx.await("the table", () -> fx.isShown("#feature-table"));
        fx.click("#filter-text");
        fx.type("red dragons");
        fx.await("one match", () -> fx.<Label>find("#match-count").getText().startsWith("1 of"));
        fx.click("#labels-open");
        fx.find("toy/1-toy-res-48");
        fx.picturesInBothThemes("labels");
    }

    @Test
    void textsBecomeTheCorpusTheUserSays() throws Exception {
        Path texts = Files.writeString(folder.resolve("more.txt"), "One dragon.\n\nAnother dragon.\n");
        dialogs.answer("What is to be forgotten");
        drop(texts);
        fx.await(
                "the corpus is another",
                () -> manifest().corpora().target().path().endsWith("more.txt"));
    }

    @Test
    void severalAreTakenOneAfterAnotherAndAStrangeOneGetsASentence() throws Exception {
        Path texts = Files.writeString(folder.resolve("sea.txt"), "One boat.\n\nAnother boat.\n");
        Path strange = Files.writeString(folder.resolve("thing.bin"), "x");
        dialogs.answer("What is to stay");
        drop(strange, texts);
        fx.await(
                "the corpus is another",
                () -> manifest().corpora().benign().path().endsWith("sea.txt"));
        assertThat(context.errors().entries().get(0).sentence()).contains("thing.bin");
    }

    @Test
    void anotherProjectIsOpened() throws Exception {
        Path other = ToyProject.write(folder.resolve("second"));
        ToyProject.edit(other, "\"Toy\"", "\"Second\"");
        drop(other);
        fx.await("it is open", () -> context.header().projectProperty().get().equals("Second"));
    }
}
