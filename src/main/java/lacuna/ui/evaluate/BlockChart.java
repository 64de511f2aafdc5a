package lacuna.ui.evaluate;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.shape.Line;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;

/** Shares by block of the model, a line for each state, and a dashed one for what guessing gives. */
final class BlockChart extends DrawnPlot {

    /** @param shares [blocks] */
    record Series(String name, SeriesColor color, List<Double> shares) {}

    private static final double LEFT = 46;
    private static final double TOP = 8;
    private static final double RIGHT = 12;
    private static final double BOTTOM = 44;
    private static final int MOST_NAMES = 14; // so that they do not run into one another

    private List<String> blocks = List.of();
    private List<Series> series = List.of();
    private double chance;

    BlockChart(ThemeManager themes, String said) {
        super(themes);
        setMinHeight(200);
        setPrefHeight(220);
        setMaxHeight(280);
        setAccessibleText(said);
    }

    /** @param layers hook points, whose last part is the block's number */
    void show(List<String> layers, double guessing, List<Series> shown) {
        blocks = layers.stream()
                .map(layer -> layer.substring(layer.lastIndexOf('.') + 1))
                .toList();
        chance = guessing;
        series = shown;
        redraw();
    }

    private double x(int block) {
        double room = getWidth() - LEFT - RIGHT - 28;
        return LEFT + 14 + (blocks.size() == 1 ? room / 2 : block * room / (blocks.size() - 1));
    }

    private double y(double share) {
        return TOP + (getHeight() - TOP - BOTTOM) * (1 - share);
    }

    @Override
    void draw(List<Node> nodes) {
        if (blocks.isEmpty() || getWidth() < LEFT + RIGHT + 60 || getHeight() < TOP + BOTTOM + 60) {
            return;
        }
        for (int i = 0; i <= 4; i++) {
            double y = Math.rint(y(i / 4.0)) + .5;
            nodes.add(line("dot-grid", LEFT, y, getWidth() - RIGHT, y));
            nodes.add(label(25 * i + " %", "dot-axis", 0, y - 9, LEFT - 8));
        }
        nodes.add(line("dot-reference", LEFT, y(chance), getWidth() - RIGHT, y(chance)));
        int every = Math.max(1, (blocks.size() + MOST_NAMES - 1) / MOST_NAMES);
        for (int i = 0; i < blocks.size(); i += every) {
            nodes.add(label(blocks.get(i), "dot-tick", x(i) - 20, getHeight() - BOTTOM + 4, 40));
        }
        nodes.add(label("Residual stream behind block", "dot-tick", LEFT, getHeight() - 20, getWidth() - LEFT - RIGHT));
        series.forEach(one -> curve(nodes, one));
    }

    private void curve(List<Node> nodes, Series one) {
        for (int i = 1; i < one.shares().size(); i++) {
            Line part = line(
                    "block-line",
                    x(i - 1),
                    y(one.shares().get(i - 1)),
                    x(i),
                    y(one.shares().get(i)));
            nodes.add(stroked(part, one.color()));
        }
        for (int i = 0; i < one.shares().size(); i++) {
            double share = one.shares().get(i);
            nodes.add(dot(
                    x(i),
                    y(share),
                    4,
                    one.color(),
                    one.name() + ", block " + blocks.get(i) + ": " + Figures.percent(share) + " %"));
        }
    }
}
