package lacuna.ui.evaluate;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import lacuna.evaluation.FeatureEffects.FeatureEffect;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/**
 * How often each suppressed feature is on in benign (across) and in target text (up), before and after, on logarithmic axes. Features of
 * the target stand far above the diagonal; unlearning should bring them down and leave them where they are across.
 */
final class SeparationChart extends DrawnPlot {

    private static final double FLOOR = 1e-4; // rates below, 0 among them, stand on the axis
    private static final String[] MARKS = {"\u2264 0.01 %", "0.1 %", "1 %", "10 %", "100 %"};
    private static final double LEFT = 76;
    private static final double TOP = 8;
    private static final double RIGHT = 24;
    private static final double BOTTOM = 46;

    private final Consumer<FeatureEffect> choose;
    private List<FeatureEffect> features = List.of();
    private @Nullable FeatureEffect chosen;

    /** @param choose told of the feature whose dot was clicked */
    SeparationChart(ThemeManager themes, Consumer<FeatureEffect> choose) {
        super(themes);
        this.choose = choose;
        setId("separation");
        setMinSize(240, 200);
        maxHeightProperty().bind(widthProperty().subtract(LEFT + RIGHT - TOP - BOTTOM)); // the plot is a square
        setAccessibleText("Firing rates of the suppressed features on benign and target text, before and after");
    }

    void show(List<FeatureEffect> suppressed) {
        features = suppressed;
        chosen = null;
        redraw();
    }

    /** Rings a feature; none for one that is not shown. */
    void ring(@Nullable FeatureEffect feature) {
        chosen = feature;
        redraw();
    }

    private double side() {
        return Math.min(getWidth() - LEFT - RIGHT, getHeight() - TOP - BOTTOM);
    }

    private double place(double rate) {
        return side() * Math.log10(Math.max(rate, FLOOR) / FLOOR) / Math.log10(1 / FLOOR);
    }

    private double across(double rate) {
        return LEFT + place(rate);
    }

    private double up(double rate) {
        return TOP + side() - place(rate);
    }

    @Override
    void draw(List<Node> nodes) {
        if (side() < 100) {
            return;
        }
        axes(nodes);
        for (FeatureEffect f : features) {
            Line way = line(
                    "separation-way",
                    across(f.benign().rateBefore()),
                    up(f.target().rateBefore()),
                    across(f.benign().rateAfter()),
                    up(f.target().rateAfter()));
            nodes.add(way);
        }
        for (FeatureEffect f : features) {
            nodes.add(dot(f, f.benign().rateBefore(), f.target().rateBefore(), SeriesColor.BEFORE, "before"));
        }
        for (FeatureEffect f : features) {
            nodes.add(dot(f, f.benign().rateAfter(), f.target().rateAfter(), SeriesColor.AFTER, "after"));
        }
        FeatureEffect ringed = chosen;
        if (ringed != null && features.contains(ringed)) {
            nodes.add(ring(ringed.benign().rateBefore(), ringed.target().rateBefore(), SeriesColor.BEFORE));
            nodes.add(ring(ringed.benign().rateAfter(), ringed.target().rateAfter(), SeriesColor.AFTER));
        }
    }

    private Circle dot(FeatureEffect feature, double benign, double target, SeriesColor color, String state) {
        Circle dot = dot(
                across(benign),
                up(target),
                4,
                color,
                feature.layer() + ", feature " + feature.feature() + ", " + state + ": on at " + Figures.rate(target)
                        + " % of target tokens, " + Figures.rate(benign) + " % of benign ones");
        dot.setOpacity(.8);
        dot.setOnMouseClicked(event -> choose.accept(feature));
        return dot;
    }

    private Circle ring(double benign, double target, SeriesColor color) {
        Circle ring = stroked(new Circle(across(benign), up(target), 8), color);
        ring.getStyleClass().add("separation-ring");
        ring.setMouseTransparent(true);
        return ring;
    }

    private void axes(List<Node> nodes) {
        double bottom = TOP + side();
        for (int i = 0; i < MARKS.length; i++) {
            double at = Math.rint(i * side() / (MARKS.length - 1));
            nodes.add(line("dot-grid", LEFT, bottom - at, LEFT + side(), bottom - at));
            nodes.add(line("dot-grid", LEFT + at, TOP, LEFT + at, bottom));
            nodes.add(label(MARKS[i], "dot-axis", 20, bottom - at - 9, LEFT - 28));
            nodes.add(label(MARKS[i], "dot-tick", LEFT + at - 32, bottom + 6, 64));
        }
        nodes.add(line("dot-reference", LEFT, bottom, LEFT + side(), TOP));
        nodes.add(label("On at benign tokens", "dot-tick", LEFT, bottom + 24, side()));
        Label upward = label("On at target tokens", "dot-tick", -side() / 2 + 9, TOP + side() / 2 - 9, side());
        upward.setRotate(-90);
        nodes.add(upward);
    }
}
