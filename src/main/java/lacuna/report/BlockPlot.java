package lacuna.report;

import java.util.List;
import java.util.Locale;

/** Shares by block, one line a state of the model, as an SVG. */
final class BlockPlot {

    private static final double LEFT = 44;
    private static final double TOP = 10;
    private static final double WIDTH = 330;
    private static final double HEIGHT = 170;

    private BlockPlot() {}

    /**
     * A line.
     *
     * @param type how it looks: before, after, new
     * @param shares [blocks]
     */
    record Line(String type, List<Double> shares) {}

    /**
     * @param blocks names under the axis
     * @param chance what guessing gives
     */
    static String of(String label, List<String> blocks, double chance, List<Line> lines) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg class=\"plot\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
                LEFT + WIDTH + 14,
                TOP + HEIGHT + 42,
                Markup.escaped(label)));
        for (int i = 0; i <= 4; i++) {
            double y = y(i / 4.0);
            line(svg, "grid", LEFT, y, LEFT + WIDTH, y);
            text(svg, "end", LEFT - 6, y + 4, 25 * i + " %");
        }
        line(svg, "equal", LEFT, y(chance), LEFT + WIDTH, y(chance));
        int every =
                Math.max(1, (blocks.size() + 9) / 10); // ten names at most, so that they do not run into one another
        for (int i = 0; i < blocks.size(); i += every) {
            text(svg, "middle", x(i, blocks.size()), TOP + HEIGHT + 17, blocks.get(i));
        }
        text(svg, "middle", LEFT + WIDTH / 2, TOP + HEIGHT + 36, "residual stream behind block");
        for (Line line : lines) {
            curve(svg, line);
        }
        return svg.append("</svg>").toString();
    }

    private static void curve(StringBuilder svg, Line line) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.shares.size(); i++) {
            double x = x(i, line.shares.size());
            double y = y(line.shares.get(i));
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        svg.append("<polyline class=\"line ")
                .append(line.type)
                .append("\" points=\"")
                .append(points.toString().strip())
                .append("\"/>");
        for (int i = 0; i < line.shares.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.4\"/>",
                    line.type,
                    x(i, line.shares.size()),
                    y(line.shares.get(i))));
        }
    }

    private static void line(StringBuilder svg, String type, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                type,
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, String anchor, double x, double y, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"axis\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                anchor,
                x,
                y,
                Markup.escaped(text)));
    }

    private static double x(int block, int blocks) {
        return LEFT + (blocks == 1 ? WIDTH / 2 : 14 + block * (WIDTH - 28) / (blocks - 1));
    }

    private static double y(double share) {
        return TOP + HEIGHT * (1 - share);
    }
}
