package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import lacuna.ui.FxTest;
import lacuna.ui.app.FxDialogs;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What opens in a window of its own is as large as the rest. */
class PopupZoomTest {

    private static final double ZOOM = 1.5;

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private FeaturesWindow window;

    @BeforeEach
    void open() throws Exception {
        window = FeaturesWindow.open(fx, new InlineJobs());
        fx.click("Compute statistics");
        fx.resizeTo(1920, 1080);
    }

    private void zoomIn() {
        for (int i = 0; i < 3; i++) {
            fx.press(KeyCode.CONTROL, KeyCode.EQUALS);
        }
    }

    private Window popup() {
        return fx.call(() -> Window.getWindows().stream()
                .filter(other -> other != fx.stage() && other.isShowing())
                .reduce((first, second) -> second)
                .orElseThrow());
    }

    /** How large a node looks, in pixels of the screen. */
    private double heightOnScreen(Node node) {
        return fx.call(() -> node.localToScreen(node.getLayoutBounds()).getHeight());
    }

    private void popover(String button, String content) {
        fx.click(button);
        double before = heightOnScreen(fx.find(content));
        double windowBefore = popup().getHeight();
        fx.click(button);
        zoomIn();
        fx.click(button);
        assertThat(heightOnScreen(fx.find(content)) / before).as(content).isCloseTo(ZOOM, within(0.02));
        assertThat(popup().getHeight()).as("the window of " + content).isGreaterThan(1.3 * windowBefore);
        picture(content.substring(1));
    }

    private void picture(String name) {
        fx.picture("popup-zoom-" + name, popup().getScene());
    }

    private void staysUnder(Node button) {
        double[] places = fx.call(() -> new double[] {
            button.localToScreen(button.getLayoutBounds()).getMaxY(),
            button.localToScreen(button.getLayoutBounds()).getCenterX()
        });
        Window popup = popup();
        assertThat(popup.getY()).isBetween(places[0] - 40, places[0] + 40);
        assertThat(places[1]).isBetween(popup.getX(), popup.getX() + popup.getWidth());
        assertThat(popup.getX() + popup.getWidth()).isLessThanOrEqualTo(1920 + 1);
    }

    @Test
    void popoversGrowAndStayUnderTheirButton() {
        popover("#key-sheet", "#keys");
        staysUnder(fx.find("#key-sheet"));
    }

    @Test
    void menusGrowAndShrinkAgain() {
        MenuButton export = fx.find("#export-menu");
        fx.click(export);
        double before = popup().getHeight();
        fx.press(KeyCode.ESCAPE);
        zoomIn();
        fx.click(export);
        assertThat(popup().getHeight()).isGreaterThan(1.3 * before);
        picture("menu");
        staysUnder(export);
        fx.press(KeyCode.ESCAPE);
        fx.press(KeyCode.CONTROL, KeyCode.DIGIT0);
        fx.click(export);
        assertThat(popup().getHeight()).isCloseTo(before, within(2.0));
    }

    @Test
    void choicesGrow() {
        ComboBoxBase<?> marks = fx.find("#filter-marks");
        fx.click(marks);
        double before = popup().getHeight();
        fx.press(KeyCode.ESCAPE);
        zoomIn();
        fx.click(marks);
        assertThat(popup().getHeight()).isGreaterThan(1.3 * before);
        picture("choice");
        staysUnder(marks);
    }

    @Test
    void dialogsGrow() {
        zoomIn();
        fx.begin(() -> new FxDialogs()
                .choose(
                        "A job is still running",
                        "Cancelling stops it after its current batch.",
                        List.of("Wait", "Stay")));
        fx.await("the dialog", () -> fx.isShown(".question"));
        Node pane = fx.find(".question");
        double scale = fx.call(() -> pane.getLocalToSceneTransform().getMxx());
        assertThat(scale).isCloseTo(ZOOM, within(1e-9));
        assertThat(popup()).isInstanceOf(Stage.class);
        fx.await("its size", () -> popup().getHeight() > 0);
        assertThat(popup().getHeight()).isGreaterThanOrEqualTo(heightOnScreen(pane) - 1);
        picture("dialog");
        fx.click("Stay");
    }

    @Test
    void tooltipsGrow() {
        zoomIn();
        Node button = fx.find("#key-sheet");
        fx.moveTo(button, 5, 5);
        fx.await("the tooltip", () -> fx.isShown("Keys (?)"));
        assertThat(fx.call(() -> fx.find("Keys (?)").getLocalToSceneTransform().getMxx()))
                .isCloseTo(ZOOM, within(1e-9));
        picture("tooltip");
    }
}
