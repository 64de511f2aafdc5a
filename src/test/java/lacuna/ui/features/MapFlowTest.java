package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javax.imageio.ImageIO;
import lacuna.features.map.FeatureMap;
import lacuna.features.map.MapPlaces;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;
import lacuna.ui.FxTest;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.InlineJobs;
import lacuna.ui.task.Jobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Features laid out by their directions: which, how, and choosing from them. */
class MapFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    private FeaturesWindow window;

    private FeaturesModel model() {
        return window.controller.model();
    }

    private FeatureMap map() {
        return fx.call(() -> ((MapState.Ready) model().mapProperty().get()).map());
    }

    private MapDots dots(MapPlaces places) {
        Region region = fx.find("#map");
        return MapDots.of(window.port.table, map(), places, region.getWidth(), region.getHeight());
    }

    private Set<FeatureKey> selected() {
        return fx.call(() -> List.copyOf(window.table().getSelectionModel().getSelectedItems())).stream()
                .map(FeatureRow::key)
                .collect(Collectors.toSet());
    }

    @Test
    void markedFeaturesAmongTheirNeighboursAreChosenFrom() throws Exception {
        window = FeaturesWindow.open(fx, new InlineJobs());
        fx.click("Compute statistics");
        fx.run(() -> window.controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 20)));
        FeatureRow labelled = fx.call(() -> window.table().getItems().get(2));
        fx.run(() -> window.controller.marking().label(labelled, "dragons and their fire"));
        fx.click("#map-switch");
        assertThat(window.port.maps).extracting(MapRequest::of).containsExactly(MapRequest.Of.MARKED);
        assertThat(window.port.maps.get(0).features())
                .containsExactlyInAnyOrderElementsOf(
                        fx.call(() -> model().notes().marked(Mark.SUPPRESS)));
        window.pictures("map");

        fx.run(() -> model().filterProperty().set(RowFilter.NONE.withMarks(MarkFilter.SUPPRESS)));
        assertThat(window.port.maps).as("a filter moves no dot").hasSize(1);
        Node canvas = fx.find("#map-canvas");
        MapDots dots = dots(map().neighbourhood());
        double x0 = dots.x(0);
        double y0 = dots.y(0);
        Set<FeatureKey> near = IntStream.range(0, dots.size())
                .filter(i -> Math.abs(dots.x(i) - x0) < 40 && Math.abs(dots.y(i) - y0) < 30)
                .mapToObj(i -> dots.row(i).key())
                .collect(Collectors.toSet());
        fx.click("#map-rectangle");
        window.drag(canvas, new Point2D(x0 - 40, y0 - 30), new Point2D(x0 + 40, y0 + 30));
        assertThat(near).anyMatch(key -> model().notes().mark(key) == Mark.UNDECIDED);
        assertThat(selected()).isEqualTo(near);
        fx.press(KeyCode.K);
        assertThat(near).allMatch(key -> model().notes().mark(key) == Mark.KEEP);

        fx.click("#map-pca");
        fx.picturesInBothThemes("map-pca");
        MapDots flat = dots(map().plane());
        Point2D fourth = new Point2D(flat.x(4), flat.y(4));
        window.fire(canvas, MouseEvent.MOUSE_PRESSED, fourth);
        window.fire(canvas, MouseEvent.MOUSE_RELEASED, fourth);
        FeatureKey clicked = flat.row(flat.nearest(flat.x(4), flat.y(4), 1)).key();
        assertThat(selected()).containsExactly(clicked);

        Path file = folder.resolve("map.png");
        window.dialogs.answer(file);
        fx.click("#map-save");
        assertThat(ImageIO.read(file.toFile()).getWidth())
                .isEqualTo((int) (2 * fx.<Region>find("#map").getWidth()));
    }

    @Test
    void selectedRowsAndWhatIsListedAreMappedWhenAskedFor() throws Exception {
        window = FeaturesWindow.open(fx, new InlineJobs());
        fx.click("Compute statistics");
        fx.click("#map-switch");
        MapRequest first = window.port.maps.get(0);
        assertThat(first.of()).as("nothing is marked").isEqualTo(MapRequest.Of.LISTED);
        assertThat(first.features()).hasSize(FeatureMap.MOST);
        assertThat(first.inAll()).isEqualTo(window.port.table.size()).isGreaterThan(FeatureMap.MOST);
        assertThat(first.features().get(0))
                .isEqualTo(fx.call(() -> model().shown().get(0).key()));
        fx.picturesInBothThemes("map-listed");

        fx.run(() -> window.table().getSelectionModel().clearSelection());
        fx.run(() -> window.table().getSelectionModel().selectRange(4, 10));
        fx.click("#map-selected");
        assertThat(window.port.maps.get(1).of()).isEqualTo(MapRequest.Of.SELECTED);
        assertThat(Set.copyOf(window.port.maps.get(1).features()))
                .isEqualTo(selected())
                .hasSize(6);
        fx.click("#map-marked");
        assertThat(fx.<Label>find("#map-nothing").getText()).isEqualTo("No feature is marked.");
        assertThat(window.port.maps).hasSize(2);
        fx.run(() -> window.controller
                .marking()
                .mark(Mark.SUPPRESS, window.table().getSelectionModel().getSelectedItems()));
        fx.click("#map-again");
        assertThat(window.port.maps.get(2).features()).hasSize(6);
    }

    @Test
    void drawingCanBeCancelled() throws Exception {
        Jobs jobs = fx.call(ComputeThread::new);
        window = FeaturesWindow.open(fx, jobs);
        fx.click("Compute statistics");
        fx.await("the table", () -> fx.isShown("#map-switch"));
        window.port.blocks = true;
        fx.click("#map-switch");
        fx.await("it says how far it is", () -> fx.isShown("Arranging the map"));
        fx.picturesInBothThemes("map-running");
        fx.click("#cancel-map");
        fx.await("it has stopped", () -> fx.isShown("#map-nothing"));
        assertThat(fx.<Label>find("#map-nothing").getText()).startsWith("Cancelled");
        window.port.blocks = false;
        fx.click("#map-again");
        fx.await("it is drawn", () -> model().mapProperty().get() instanceof MapState.Ready);
        assertThat(fx.isShown("#map-nothing")).isFalse();
        fx.run(() -> window.controller.open(window.port, Map.of()));
        assertThat(fx.call(() -> model().mapProperty().get())).isSameAs(MapState.NONE);
        fx.run(jobs::cancelAll);
    }
}
