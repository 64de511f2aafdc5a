package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javax.imageio.ImageIO;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The picture of all features: choosing from it and saving it. */
class ScatterFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    @Test
    void outlinesSelectRowsAndThePictureIsSaved() throws Exception {
        FeaturesWindow window = FeaturesWindow.open(fx, new InlineJobs());
        fx.click("Compute statistics");
        fx.run(() -> window.controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 20)));
        fx.click("#scatter-switch");
        window.pictures("scatter");
        Node canvas = fx.find("#scatter-canvas");
        RateAxes axes = axes(window);

        Point2D a = new Point2D(axes.x(0.0005), axes.y(0.01));
        Point2D b = new Point2D(axes.x(0.003), axes.y(0.004));
        fx.click("#scatter-rectangle");
        window.drag(canvas, a, b);
        assertThat(selected(window)).isNotEmpty().isEqualTo(inRates(window, 0.0005, 0.003, 0.004, 0.01));
        assertThat(fx.<Label>find("#selection-message").getText()).contains("selected");

        fx.click("#scatter-lasso");
        window.drag(canvas, a, new Point2D(b.getX(), a.getY()), b, new Point2D(a.getX(), b.getY()));
        Set<FeatureKey> lassoed = selected(window);
        assertThat(lassoed).isEqualTo(inRates(window, 0.0005, 0.003, 0.004, 0.01));
        fx.press(KeyCode.K);
        assertThat(lassoed).allMatch(key -> window.controller.model().notes().mark(key) == Mark.KEEP);

        window.fire(canvas, MouseEvent.MOUSE_PRESSED, a);
        window.fire(canvas, MouseEvent.MOUSE_DRAGGED, new Point2D(b.getX(), a.getY() - 30));
        window.fire(canvas, MouseEvent.MOUSE_DRAGGED, b);
        fx.picture("scatter-lasso");
        window.fire(canvas, MouseEvent.MOUSE_RELEASED, b);

        Path file = folder.resolve("features.png");
        window.dialogs.answer(file);
        fx.click("#scatter-save");
        assertThat(ImageIO.read(file.toFile()).getWidth())
                .isEqualTo((int) (2 * fx.<Region>find("#scatter").getWidth()));
    }

    private RateAxes axes(FeaturesWindow window) {
        Region scatter = fx.find("#scatter");
        var statistics = window.port.table.statistics();
        long tokens = Math.max(statistics.targetTokens(), statistics.benignTokens());
        return new RateAxes(scatter.getWidth(), scatter.getHeight(), 1.0 / tokens);
    }

    private Set<FeatureKey> selected(FeaturesWindow window) {
        return fx.call(() -> List.copyOf(window.table().getSelectionModel().getSelectedItems())).stream()
                .map(FeatureRow::key)
                .collect(Collectors.toSet());
    }

    private static Set<FeatureKey> inRates(
            FeaturesWindow window, double leastBenign, double mostBenign, double leastTarget, double mostTarget) {
        return window.port.table.rows().stream()
                .filter(row -> row.benign().rate() > leastBenign && row.benign().rate() < mostBenign)
                .filter(row -> row.target().rate() > leastTarget && row.target().rate() < mostTarget)
                .map(FeatureRow::key)
                .collect(Collectors.toSet());
    }
}
