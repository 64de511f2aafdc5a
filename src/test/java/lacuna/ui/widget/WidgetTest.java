package lacuna.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.ui.FxTest;
import lacuna.ui.theme.ActivationScale;
import lacuna.ui.theme.SeriesColor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WidgetTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(500, 300);

    private static HeatToken token(String piece, double value) {
        return new HeatToken(piece, 7, value);
    }

    private static List<String> lines(List<HeatToken> tokens, double width) {
        return new HeatLayout(tokens, width, String::length)
                .lines().stream()
                        .map(line -> line.stream().map(HeatLayout.Cell::text).collect(Collectors.joining()))
                        .toList();
    }

    @Test
    void linesBreakBetweenWordsAndNotInsideOne() {
        List<HeatToken> tokens = List.of(token("the", 0), token(" drag", 1), token("on", 1), token(" sleeps", 0));
        assertThat(lines(tokens, 11)).containsExactly("the dragon", "sleeps");
        assertThat(lines(tokens, 8)).containsExactly("the", "dragon", "sleeps");
    }

    @Test
    void lineBreaksInTheTextAreShownAndKept() {
        assertThat(lines(List.of(token("a.", 0), token("\n", 0), token("b", 0)), 20))
                .containsExactly("a.\u21b5", "b");
    }

    @Test
    void everyTokenIsPlacedOnceInOrder() {
        List<HeatToken> tokens = IntStream.range(0, 300)
                .mapToObj(i -> token(i % 3 == 0 ? " w" + i : "x" + i, 0))
                .toList();
        List<Integer> placed = new HeatLayout(tokens, 40, String::length)
                .lines().stream()
                        .flatMap(List::stream)
                        .map(HeatLayout.Cell::token)
                        .toList();
        assertThat(placed).isEqualTo(IntStream.range(0, 300).boxed().toList());
    }

    @Test
    void heatmapTellsTokenByPointerAndKeysAndCopiesItsText() {
        TokenHeatmap[] map = new TokenHeatmap[1];
        fx.show(themes -> {
            map[0] = new TokenHeatmap(themes);
            map[0].show(
                    List.of(token("The", 0), token(" dragon", 2.5), token(" sleeps", 0.1)),
                    5,
                    ActivationScale.Hue.TARGET);
            return new VBox(map[0]);
        });
        fx.moveTo(map[0], 40, 10);
        assertThat(map[0].currentProperty().get()).isEqualTo(token(" dragon", 2.5));
        fx.click(".token-heatmap");
        fx.press(KeyCode.HOME);
        fx.press(KeyCode.RIGHT);
        fx.press(KeyCode.RIGHT);
        assertThat(map[0].currentProperty().get().piece()).isEqualTo(" sleeps");
        fx.press(KeyCode.CONTROL, KeyCode.C);
        assertThat(fx.call(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("The dragon sleeps");
        assertThat(map[0].getAccessibleText()).contains("sleeps");
    }

    /** Of 4,096 tokens, in a window of its own. */
    private TokenHeatmap longHeatmap() {
        List<HeatToken> tokens =
                IntStream.range(0, 4096).mapToObj(i -> token(" word", i % 5)).toList();
        TokenHeatmap[] map = new TokenHeatmap[1];
        fx.show(themes -> {
            map[0] = new TokenHeatmap(themes);
            map[0].show(tokens, 5, ActivationScale.Hue.BENIGN);
            return new StackPane(map[0]);
        });
        return map[0];
    }

    @Test
    void longHeatmapScrollsOnACanvasNoLargerThanItself() {
        TokenHeatmap map = longHeatmap();
        Canvas canvas = (Canvas) map.lookup("Canvas");
        ScrollBar bar = (ScrollBar) map.lookup("ScrollBar");
        assertThat(canvas.getHeight()).isLessThanOrEqualTo(300);
        assertThat(bar.isVisible()).isTrue();
        assertThat(bar.getMax()).isGreaterThan(1000);
    }

    @Test
    void thinningKeepsEndsAndPeaks() {
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            points.add(new CurvePoint(i, i == 6_543 ? 99 : Math.sin(i / 50.0)));
        }
        List<CurvePoint> thinned = Thinning.thin(points, 500);
        assertThat(thinned).hasSizeLessThanOrEqualTo(500).contains(points.get(6_543));
        assertThat(thinned.get(0)).isEqualTo(points.get(0));
        assertThat(thinned.get(thinned.size() - 1)).isEqualTo(points.get(9_999));
        assertThat(thinned).extracting(CurvePoint::x).isSorted();
    }

    @Test
    void liveChartDrawsAFewThousandPointsOfManyAndLeavesOutWhatALogScaleCannotShow() {
        LiveChart[] chart = new LiveChart[1];
        fx.show(themes -> chart[0] = new LiveChart(themes, "Step", "Loss"));
        fx.run(() -> {
            chart[0].addSeries("Unlearn", SeriesColor.TARGET);
            for (int i = 0; i < 30_000; i++) {
                chart[0].append("Unlearn", new CurvePoint(i, i % 2 == 0 ? 0 : 1));
            }
        });
        assertThat(fx.call(() -> chart[0].drawnPoints("Unlearn"))).isBetween(1000, 4000);
        fx.run(() -> chart[0].replace("Unlearn", List.of(new CurvePoint(0, 0), new CurvePoint(1, 2))));
        assertThat(fx.call(() -> chart[0].drawnPoints("Unlearn"))).isEqualTo(2);
        fx.click("Log scale");
        assertThat(fx.call(() -> chart[0].drawnPoints("Unlearn"))).isEqualTo(1);
    }

    @Test
    void numberFieldKeepsTheLastValidValueAndSaysWhatIsWrong() {
        NumberField rate = fx.call(() -> NumberField.decimal(5e-4, 0, 1));
        assertThat(rate.field().getText()).isEqualTo("5e-4");
        fx.run(() -> rate.field().setText("0,01"));
        assertThat(rate.value()).isEqualTo(0.01);
        fx.run(() -> rate.field().setText("2"));
        assertThat(rate.validProperty().get()).isFalse();
        assertThat(rate.messageProperty().get()).isEqualTo("Between 0 and 1.");
        assertThat(rate.value()).isEqualTo(0.01);
        NumberField steps = fx.call(() -> NumberField.integer(150, 1, 1000));
        fx.run(() -> steps.field().setText("1.5"));
        assertThat(steps.messageProperty().get()).startsWith("Enter a whole number.");
        assertThat(steps.intValue()).isEqualTo(150);
    }

    @Test
    void theTokenThatKeysChooseIsBroughtIntoSight() {
        TokenHeatmap map = longHeatmap();
        ScrollBar bar = (ScrollBar) map.lookup("ScrollBar");
        fx.run(() -> map.requestFocus());
        fx.press(KeyCode.END);
        assertThat(bar.getValue()).isEqualTo(bar.getMax());
        fx.press(KeyCode.LEFT);
        assertThat(bar.getValue()).isEqualTo(bar.getMax());
        fx.press(KeyCode.HOME);
        assertThat(bar.getValue()).isZero();
    }
}
