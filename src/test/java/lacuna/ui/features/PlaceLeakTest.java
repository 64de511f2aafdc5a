package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.util.Duration;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Opened and closed again and again, the place leaves nothing behind: what it listens to lives as long as the window. */
class PlaceLeakTest {

    private static final int TIMES = 50;
    private static final int COLLECTIONS = 10;
    private static final long MEGABYTE = 1 << 20;

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private final FeatureTable table = SyntheticFeatures.large(2000);
    private final StackPane window = new StackPane();

    @Test
    void heapAndSceneReturnAfterFiftyTimes() {
        // a stage of its own: TestFX records the events of those it knows, and with them their nodes
        Stage stage = fx.call(Stage::new);
        fx.run(() -> {
            stage.setScene(new Scene(window, 1280, 800));
            stage.show();
        });
        List<WeakReference<Object>> gone = new ArrayList<>();
        openAndClose(gone); // what is loaded once is loaded now
        int nodes = fx.call(() -> count(window));
        long heap = heapInUse();
        for (int i = 0; i < TIMES; i++) {
            openAndClose(gone);
        }
        assertThat(fx.call(() -> count(window))).isEqualTo(nodes);
        for (int i = 0; i < COLLECTIONS && gone.stream().anyMatch(one -> one.get() != null); i++) {
            System.gc();
            fx.settle();
        }
        assertThat(gone).allMatch(one -> one.get() == null);
        fx.run(stage::hide);
        // the table alone has 2,000 rows; fifty views that stayed would hold hundreds of megabytes
        assertThat(heapInUse() - heap).isLessThan(24 * MEGABYTE);
    }

    private void openAndClose(List<WeakReference<Object>> gone) {
        fx.run(() -> {
            FeaturesController controller = new FeaturesController(
                    new InlineJobs(), fx.themes(), new FakeDialogs(), fx.preferences(), Duration.ZERO);
            controller.open(new FakePort(table, id -> "t" + id), Map.of());
            Parent view = (Parent) controller.view();
            window.getChildren().setAll(view);
            controller.show(table);
            layout();
            for (String panel : List.of("#scatter-switch", "#map-switch", "#try-switch", "#preview-switch")) {
                ((ToggleButton) view.lookup(panel)).fire();
                layout();
            }
            controller
                    .marking()
                    .mark(Mark.SUPPRESS, List.of(controller.model().rows().get(3)));
            controller.closeProject();
            controller.close();
            window.getChildren().clear();
            layout();
            gone.add(new WeakReference<>(view));
            gone.add(new WeakReference<>(controller));
        });
        fx.settle();
    }

    private void layout() {
        Scene scene = window.getScene();
        scene.getRoot().applyCss();
        scene.getRoot().layout();
    }

    private static int count(Node node) {
        int below = 1;
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                below += count(child);
            }
        }
        return below;
    }

    private static long heapInUse() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
