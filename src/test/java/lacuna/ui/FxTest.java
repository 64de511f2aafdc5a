package lacuna.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.prefs.Preferences;
import java.util.stream.Stream;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The one door to TestFX. A test registers it, shows a node or a window on its stage, acts, looks, and takes pictures:
 *
 * <pre>{@code
 * @RegisterExtension
 * final FxTest fx = FxTest.ofSize(1280, 800);
 *
 * fx.show(themes -> new MyView(themes));
 * fx.click("#run");
 * fx.picturesInBothThemes("my-view");
 * }</pre>
 *
 * Pictures go to target/screens, and to the folder of the system property {@code lacuna.screenshots} where it is set; what a program
 * can see to be wrong with them goes to the file of {@code lacuna.review}.
 */
public final class FxTest implements BeforeEachCallback, AfterEachCallback {

    private static final String PREFERENCES = "lacuna-test";
    private static final int PATIENCE_SECONDS = 60; // of machines that do much else

    private final FxRobot robot = new FxRobot();
    private final double width;
    private final double height;
    private Stage stage;
    private ThemeManager themes;
    private Preferences preferences;

    /** Builds what is shown, on the JavaFX thread. */
    @FunctionalInterface
    public interface Content {
        Parent build(ThemeManager themes) throws Exception;
    }

    private FxTest(double width, double height) {
        this.width = width;
        this.height = height;
    }

    public static FxTest ofSize(double width, double height) {
        return new FxTest(width, height);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        FxToolkit.registerPrimaryStage();
        preferences = Preferences.userRoot().node(PREFERENCES);
        preferences.clear();
        stage = FxToolkit.registerStage(Stage::new);
        themes = call(() -> new ThemeManager(preferences));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        FxToolkit.cleanupStages();
        preferences.clear();
    }

    public Stage stage() {
        return stage;
    }

    public ThemeManager themes() {
        return themes;
    }

    /** A node of the preferences of its own, empty at the start of each test. */
    public Preferences preferences() {
        return preferences;
    }

    /** Shows a node on the stage, without decoration, at the size of this test. */
    public void show(Content content) {
        run(() -> {
            stage.setScene(new Scene(content.build(themes), width, height));
            stage.setX(0);
            stage.setY(0);
            stage.show();
        });
        settle();
    }

    /** For a window that fills the stage itself. */
    public void resizeTo(double newWidth, double newHeight) {
        run(() -> {
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(newWidth);
            stage.setHeight(newHeight);
        });
        settle();
    }

    public void theme(Theme theme) {
        run(() -> themes.use(theme));
        settle();
    }

    /** @param query "#id", ".style-class", or the text of a labelled control */
    public void click(String query) {
        click(find(query));
    }

    public void click(Node node) {
        robot.clickOn(node);
        settle();
    }

    public void doubleClick(Node node) {
        robot.doubleClickOn(node);
        settle();
    }

    public void moveTo(Node node, double x, double y) {
        var point = call(() -> node.localToScreen(x, y));
        robot.moveTo(point);
        settle();
    }

    public void type(String text) {
        robot.write(text);
        settle();
    }

    /** Presses all together, then lets go. */
    public void press(KeyCode... keys) {
        robot.push(keys);
        settle();
    }

    /** As the close button of the window would. */
    public void requestClose() {
        run(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
        settle();
    }

    /** The first visible node in any window, waited for; queries as in {@link #click(String)}. */
    @SuppressWarnings("unchecked")
    public <T extends Node> T find(String query) {
        await(query + " to be seen", () -> search(query).isPresent());
        return (T) call(() -> search(query).orElseThrow());
    }

    public boolean isShown(String query) {
        return call(() -> search(query).isPresent());
    }

    private static Optional<Node> search(String query) {
        boolean selector = query.startsWith("#") || query.startsWith(".");
        Predicate<Node> wanted = node -> node instanceof Labeled labeled && query.equals(labeled.getText());
        return Window.getWindows().stream()
                .filter(Window::isShowing)
                .map(window -> window.getScene().getRoot())
                .flatMap(root ->
                        selector ? root.lookupAll(query).stream() : all(root).filter(wanted))
                .filter(FxTest::visible)
                .findFirst();
    }

    private static Stream<Node> all(Node node) {
        Stream<Node> below = node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream().flatMap(FxTest::all)
                : Stream.empty();
        return Stream.concat(Stream.of(node), below);
    }

    private static boolean visible(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** Something to do on the JavaFX thread. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /** Runs on the JavaFX thread and waits. */
    public void run(Action action) {
        call(() -> {
            action.run();
            return "";
        });
    }

    /** Runs on the JavaFX thread and does not wait: for what blocks, as a dialog does. */
    public void begin(Action action) {
        WaitForAsyncUtils.asyncFx(() -> {
            action.run();
            return "";
        });
    }

    /** Asks on the JavaFX thread and waits. */
    public <T> T call(Callable<T> question) {
        return WaitForAsyncUtils.waitForAsyncFx(1000L * PATIENCE_SECONDS, question);
    }

    /** Waits until it is so; asked on the JavaFX thread. */
    public void await(String what, Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, () -> call(condition));
        } catch (TimeoutException e) {
            throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what, e);
        }
        settle();
    }

    /** Lets everything that is queued on the JavaFX thread happen. */
    public void settle() {
        WaitForAsyncUtils.waitForFxEvents();
    }

    /**
     * Takes NAME-light.png and NAME-dark.png and goes back to the theme there was. With {@code -Dlacuna.sizes=1280x800,1920x1080} also
     * NAME-1280-light.png and so on, of windows of these sizes.
     */
    public void picturesInBothThemes(String name) {
        themed(name);
        double width = stage.getWidth();
        double height = stage.getHeight();
        for (String size : System.getProperty("lacuna.sizes", "").split(",")) {
            if (!size.isBlank()) {
                String[] sides = size.split("x", 2);
                resizeTo(Double.parseDouble(sides[0]), Double.parseDouble(sides[1]));
                themed(name + "-" + sides[0]);
                resizeTo(width, height);
            }
        }
    }

    private void themed(String name) {
        Theme before = themes.theme();
        for (Theme theme : Theme.values()) {
            theme(theme);
            picture(name + "-" + theme.key());
        }
        theme(before);
    }

    /** Takes NAME.png of the stage's scene. */
    public void picture(String name) {
        picture(name, stage.getScene());
    }

    /** Takes NAME.png of another window: a dialog, a popup. */
    public void picture(String name, Scene scene) {
        // a chart gathers its changes for some 40 ms before it redraws
        WaitForAsyncUtils.sleep(150, TimeUnit.MILLISECONDS);
        settle();
        WritableImage image = call(() -> scene.snapshot(null));
        review(name, scene);
        BufferedImage picture = SwingFXUtils.fromFXImage(image, null);
        write(picture, Path.of("target", "screens"), name);
        String folder = System.getProperty("lacuna.screenshots");
        if (folder != null) {
            write(picture, Path.of(folder), name);
        }
    }

    /** Adds to the file of the system property {@code lacuna.review} what {@link SceneReview} finds. */
    private void review(String name, Scene scene) {
        String file = System.getProperty("lacuna.review");
        if (file == null) {
            return;
        }
        List<String> findings = call(() -> SceneReview.of(scene)).stream()
                .map(one -> name + ": " + one)
                .toList();
        try {
            Files.write(Path.of(file), findings, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(BufferedImage picture, Path folder, String name) {
        try {
            Files.createDirectories(folder);
            ImageIO.write(picture, "png", folder.resolve(name + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
