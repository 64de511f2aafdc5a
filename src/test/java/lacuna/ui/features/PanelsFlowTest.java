package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javafx.geometry.Point2D;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;
import lacuna.features.TextActivations;
import lacuna.model.HookPoint;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;
import lacuna.ui.FxTest;
import lacuna.ui.features.PreviewRequest.Side;
import lacuna.ui.features.SpanRanking.Measure;
import lacuna.ui.features.SpanRanking.Ranked;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.InlineJobs;
import lacuna.ui.task.Jobs;
import lacuna.ui.widget.TokenHeatmap;
import lacuna.ui.widget.TokenSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The panels under the table: any text, and clamping before training. */
class PanelsFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private FeaturesWindow open() throws Exception {
        FeaturesWindow window = FeaturesWindow.open(fx, new InlineJobs());
        fx.click("Compute statistics");
        return window;
    }

    @Test
    void ranksFeaturesOfASelectedPartOfAnyText() throws Exception {
        FeaturesWindow window = open();
        fx.click("#try-switch");
        fx.click("#try-input");
        fx.type("The dragon sleeps");
        fx.click("#try-read");
        TextActivations read =
                fx.call(() -> window.controller.model().triedProperty().get());
        TableView<Ranked> ranking = fx.find("#try-ranking");
        assertThat(keys(ranking))
                .isEqualTo(new SpanRanking(window.port.table, 0.2)
                        .of(read, 1, read.length(), Measure.MEAN, 100).stream()
                                .map(Ranked::key)
                                .toList());

        TokenHeatmap heatmap = fx.find("#try-heatmap");
        window.fire(heatmap, MouseEvent.MOUSE_PRESSED, new Point2D(6, 11));
        window.fire(heatmap, MouseEvent.MOUSE_DRAGGED, new Point2D(150, 11));
        TokenSpan span = fx.call(() -> heatmap.selectionProperty().get());
        assertThat(span.first()).isZero();
        assertThat(span.end()).isGreaterThan(2);
        assertThat(keys(ranking))
                .isEqualTo(new SpanRanking(window.port.table, 0.2)
                        .of(read, 1, 1 + span.end(), Measure.MEAN, 100).stream()
                                .map(Ranked::key)
                                .toList());
        fx.run(() -> ranking.getSelectionModel().select(3));
        FeatureKey wanted = ranking.getItems().get(3).key();
        assertThat(fx.call(() -> window.controller.model().selectedProperty().get())
                        .key())
                .isEqualTo(wanted);
        assertThat(fx.<Label>find("#try-caption").getText()).startsWith("Feature " + wanted.feature() + ":");
        assertThat(fx.call(() -> heatmap.selectionProperty().get()))
                .as("goes on")
                .isEqualTo(span);
        window.pictures("panel-try-text");

        fx.click("#try-by-token");
        fx.await("links", () -> fx.isShown(".token-line"));
        fx.picturesInBothThemes("panel-try-text-by-token");
        Hyperlink link = fx.find(".neighbour-link");
        fx.click(link);
        assertThat(link.getText())
                .contains(" "
                        + fx.call(() -> window.controller
                                        .model()
                                        .selectedProperty()
                                        .get())
                                .feature());
    }

    private static List<FeatureKey> keys(TableView<Ranked> ranking) {
        return ranking.getItems().stream().map(Ranked::key).toList();
    }

    @Test
    void denseFeaturesAreLeftOut() throws Exception {
        FeatureTable table = new SyntheticFeatures().table();
        HookPoint hook = SyntheticFeatures.HOOKS.get(0);
        FeatureRow dense = table.rows().stream()
                .filter(row -> row.hook().equals(hook))
                .max((a, b) -> Double.compare(a.target().rate(), b.target().rate()))
                .orElseThrow();
        TextActivations text = new TextActivations(
                new int[] {0, 1},
                0,
                List.of(hook),
                List.of(
                        List.of(new TextActivations.On(0, dense.feature(), 9), new TextActivations.On(0, 3, 2)),
                        List.of(new TextActivations.On(0, 3, 4))));
        assertThat(new SpanRanking(table, 1).of(text, 0, 2, Measure.MAX, 9))
                .extracting(one -> one.key().feature())
                .containsExactly(dense.feature(), 3);
        List<Ranked> without = new SpanRanking(table, dense.target().rate() - 1e-9).of(text, 0, 2, Measure.MAX, 9);
        assertThat(without).hasSize(1);
        assertThat(without.get(0).mean()).isEqualTo(3);
        assertThat(without.get(0).tokens()).isEqualTo(2);
    }

    @Test
    void clampsTheMarkedFeaturesBesideTheCleanText() throws Exception {
        FeaturesWindow window = open();
        fx.click("#preview-switch");
        assertThat(fx.<Button>find("#preview-run").isDisabled()).isTrue();
        fx.run(() -> window.controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 2)));
        assertThat(fx.<Label>find("#preview-chosen").getText()).isEqualTo("6 marked features clamped");
        fx.click("#preview-run");
        PreviewRequest first = window.port.previews.get(0);
        assertThat(first.prompt()).isEqualTo("The dragon of Cinder Cave");
        assertThat(first.value()).isEqualTo(-5);
        assertThat(first.features().values()).hasSize(3).allMatch(features -> features.size() == 2);
        assertThat(first.wanted()).containsExactlyInAnyOrder(Side.CLEAN, Side.CLAMPED);
        assertThat(fx.<Text>find("#preview-clean").getText()).contains("smoked kelp");
        window.pictures("panel-preview");

        fx.click("#preview-clean-freeze");
        fx.run(fx.<ToggleButton>find("#preview-zero")::fire);
        TextField seed = fx.find("#preview-seed");
        fx.run(() -> seed.setText("7"));
        fx.run(seed::requestFocus);
        fx.press(javafx.scene.input.KeyCode.ENTER);
        String before = fx.<Text>find("#preview-clean").getText();
        fx.click("#preview-run");
        PreviewRequest second = window.port.previews.get(1);
        assertThat(second.value()).isZero();
        assertThat(second.seed()).isEqualTo(7);
        assertThat(second.wanted()).isEqualTo(Set.of(Side.CLAMPED));
        assertThat(fx.<Text>find("#preview-clean").getText()).isEqualTo(before);
        assertThat(fx.<Text>find("#preview-clamped").getText()).contains("Seed 7");
        fx.run(() -> window.controller.closeProject());
        fx.run(() -> window.controller.open(window.port, Map.of()));
        fx.click("Compute statistics");
        assertThat(fx.<Text>find("#preview-clean").getText()).isEmpty();
    }

    @Test
    void aPreviewIsShownWithWhatWasAskedAndNotWithWhatTheFieldsSayNow() throws Exception {
        Jobs jobs = fx.call(ComputeThread::new);
        FeaturesWindow window = FeaturesWindow.open(fx, jobs);
        fx.click("Compute statistics");
        fx.find("#feature-table");
        AtomicBoolean held = new AtomicBoolean(true);
        fx.run(() -> window.controller
                .marking()
                .mark(Mark.SUPPRESS, window.controller.model().rows().subList(0, 2)));
        fx.click("#preview-switch");
        fx.run(() -> jobs.submit("before", progress -> {
            while (held.get()) {
                LockSupport.parkNanos(1_000_000);
            }
            return "";
        }));
        fx.click("#preview-run");
        fx.run(() -> fx.<TextField>find("#preview-seed").setText("9"));
        held.set(false);
        fx.await("the preview", () -> fx.<Text>find("#preview-clean").getText().contains("ash"));
        assertThat(fx.isShown("seed 1")).isTrue();
        fx.run(() -> jobs.closeThen(() -> {}));
    }
}
