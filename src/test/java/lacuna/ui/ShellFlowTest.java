package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import lacuna.project.Project;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.MainWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the window offers beyond its places: palette, zoom, log, tour, files dropped, names for those who cannot see. */
class ShellFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    private final FakeDialogs dialogs = new FakeDialogs();
    private ToyWindow window;
    private AppContext context;
    private Path project;

    private void open() throws Exception {
        window = ToyWindow.open(fx, folder, dialogs);
        context = window.context;
        project = window.project;
    }

    @AfterEach
    void close() {
        window.close();
    }

    private String place() {
        return fx.call(() -> context.navigation().currentProperty().get().title());
    }

    @Test
    void paletteFindsPlacesActionsAndFeatures() throws Exception {
        open();
        fx.press(KeyCode.CONTROL, KeyCode.K);
        fx.type("train");
        fx.picturesInBothThemes("palette");
        fx.press(KeyCode.ENTER);
        assertThat(place()).isEqualTo("Train");
        fx.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
        fx.type("compute");
        fx.press(KeyCode.ENTER);
        assertThat(place()).isEqualTo("Features");
        fx.await("the table", () -> fx.isShown("#feature-table"));
        fx.press(KeyCode.CONTROL, KeyCode.K);
        fx.type("1/7");
        assertThat(fx.<ListView<?>>find("#palette-list").getItems()).isNotEmpty();
        fx.press(KeyCode.ENTER);
        fx.await("the feature", () -> fx.isShown("Feature 7"));
    }

    @Test
    void zoomIsAppliedRememberedAndTakenBack() throws Exception {
        open();
        fx.run(() -> context.navigation().show("Features"));
        fx.press(KeyCode.CONTROL, KeyCode.EQUALS);
        fx.press(KeyCode.CONTROL, KeyCode.EQUALS);
        fx.press(KeyCode.CONTROL, KeyCode.EQUALS);
        assertThat(fx.preferences().getDouble("window.zoom", 0)).isEqualTo(1.5);
        fx.resizeTo(1920, 1080);
        fx.picturesInBothThemes("zoom-150");
        fx.press(KeyCode.CONTROL, KeyCode.DIGIT0);
        assertThat(fx.preferences().getDouble("window.zoom", 0)).isEqualTo(1);
        fx.press(KeyCode.CONTROL, KeyCode.MINUS);
        assertThat(fx.preferences().getDouble("window.zoom", 0)).isEqualTo(0.9);
    }

    @Test
    void whatIsDroppedLandsWhereItBelongs() throws Exception {
        open();
        Path strange = Files.writeString(folder.resolve("thing.bin"), "x");
        fx.run(() -> context.drops().accept(List.of(strange)));
        assertThat(context.errors().entries().get(0).sentence())
                .contains("thing.bin")
                .contains("Drop a project folder");
        Path texts = Files.writeString(folder.resolve("more.txt"), "One dragon.\n\nAnother dragon.\n");
        dialogs.answer("What is to stay");
        fx.run(() -> context.drops().accept(List.of(texts)));
        fx.await(
                "the corpus is changed",
                () -> Project.read(project).manifest().corpora().benign().path().endsWith("more.txt"));
    }

    @Test
    void tourHasThreeStepsAndDoesNotComeTwice() throws Exception {
        open();
        fx.run(() -> ScreenCommands.offerTour(context));
        assertThat(fx.isShown("#tour")).isTrue();
        fx.click("#tour-next");
        assertThat(place()).isEqualTo("Features");
        fx.picturesInBothThemes("tour");
        fx.click("#tour-next");
        fx.click("#tour-next");
        assertThat(fx.isShown("#tour")).isFalse();
        fx.run(() -> ScreenCommands.offerTour(context));
        assertThat(fx.isShown("#tour")).isFalse();
    }

    @Test
    void logTellsHowJobsEndedAndResultsOpen() throws Exception {
        open();
        fx.run(() -> context.navigation().show("Features"));
        fx.click("Compute statistics");
        fx.await("the table", () -> fx.isShown("#feature-table"));
        fx.run(() -> context.navigation().show("Project"));
        fx.click("#log-drawer");
        ListView<String> log = (ListView<String>) fx.<Node>find("#log-pane").lookup(".list-view");
        assertThat(log.getItems()).anyMatch(line -> line.contains("Feature statistics"));
        fx.picturesInBothThemes("log");
        fx.click("#jobs-drawer");
        fx.click("Open");
        assertThat(place()).isEqualTo("Features");
    }

    @Test
    void everyControlThatTakesTheFocusHasAName() throws Exception {
        open();
        List<String> nameless = new ArrayList<>();
        for (String title : List.of("Project", "Features", "Train", "Compare", "Evaluate")) {
            fx.run(() -> context.navigation().show(title));
            if (title.equals("Features") && fx.isShown("Compute statistics")) {
                fx.click("Compute statistics");
                fx.await("the table", () -> fx.isShown("#feature-table"));
            }
            fx.settle();
            nameless.addAll(fx.call(() -> all(fx.stage().getScene().getRoot())
                    .filter(ShellFlowTest::takesFocus)
                    .filter(node -> name(node).isBlank())
                    .map(node -> title + ": " + node)
                    .toList()));
        }
        assertThat(nameless).isEmpty();
    }

    private static boolean takesFocus(Node node) {
        boolean inner = node.getParent() instanceof ComboBoxBase<?>
                || node.getStyleClass().contains("text-field")
                        && node.getParent() != null
                        && node.getParent().getStyleClass().contains("combo-box");
        return node instanceof Control && node.isFocusTraversable() && !inner && isVisible(node);
    }

    private static boolean isVisible(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private static String name(Node node) {
        Control control = (Control) node;
        StringBuilder name = new StringBuilder();
        name.append(control.getAccessibleText() == null ? "" : control.getAccessibleText());
        name.append(control.getTooltip() == null ? "" : control.getTooltip().getText());
        name.append(control instanceof Labeled labeled && labeled.getText() != null ? labeled.getText() : "");
        name.append(
                control instanceof TextInputControl input && input.getPromptText() != null
                        ? input.getPromptText()
                        : "");
        return name.toString();
    }

    private static Stream<Node> all(Node node) {
        Stream<Node> below = node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream().flatMap(ShellFlowTest::all)
                : Stream.empty();
        return Stream.concat(Stream.of(node), below);
    }

    @Test
    void windowsAndPlacesThatWereClosedAreGivenBack() throws Exception {
        open();
        List<WeakReference<Node>> roots = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 50; i++) {
            int wanted = i + 1;
            fx.begin(() -> roots.add(openedAndClosed()));
            org.testfx.util.WaitForAsyncUtils.waitFor(
                    120, java.util.concurrent.TimeUnit.SECONDS, () -> roots.size() == wanted);
        }
        fx.settle();
        fx.await("the memory of closed windows is given back", () -> {
            System.gc();
            return roots.stream().filter(root -> root.get() != null).count() <= 2;
        });
    }

    /** A window with all places, each brought to the front, on the same jobs and themes as the one that stays. */
    private WeakReference<Node> openedAndClosed() {
        AppContext other = AppContext.of(
                List.of(project.toString()), fx.preferences(), fx.themes(), new lacuna.ui.task.InlineJobs(), dialogs);
        MainWindow window = new MainWindow(other);
        javafx.stage.Stage stage = new javafx.stage.Stage();
        window.show(stage, () -> {});
        other.register(new Screens().build(other));
        other.navigation().places().forEach(place -> other.navigation().show(place.title()));
        stage.fireEvent(new javafx.stage.WindowEvent(stage, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST));
        assertThat(stage.isShowing()).isFalse();
        return new WeakReference<>(window.root());
    }

    @Test
    void nothingIsDoneByTheScrollBarOfThePaletteNorByTab() throws Exception {
        open();
        fx.press(KeyCode.CONTROL, KeyCode.K);
        fx.type("o"); // more than there is room for
        Node bar = fx.<ListView<?>>find("#palette-list").lookupAll(".scroll-bar").stream()
                .filter(node -> node.isVisible() && ((ScrollBar) node).getOrientation() == Orientation.VERTICAL)
                .findFirst()
                .orElseThrow();
        fx.click(bar);
        assertThat(fx.isShown("#palette-query")).isTrue();
        fx.press(KeyCode.TAB);
        assertThat(fx.<Node>find("#palette-query").isFocused()).isTrue();
        fx.press(KeyCode.ESCAPE);
        assertThat(fx.isShown("#palette-query")).isFalse();
        assertThat(place()).isEqualTo("Project");
    }

    @Test
    void theLogTellsOfNothingThatWasNotAskedFor() throws Exception {
        open();
        fx.click("#log-drawer");
        ListView<String> log = (ListView<String>) fx.<Node>find("#log-pane").lookup(".list-view");
        fx.run(() -> {
            context.jobs().submitQuietly("Logits of one", progress -> "").cancel();
            context.jobs().submit("Export", progress -> "").outcome(done -> "Written");
        });
        fx.await("the other is told", () -> log.getItems().stream().anyMatch(line -> line.contains("Export")));
        assertThat(log.getItems()).noneMatch(line -> line.contains("Logits of one"));
    }
}
