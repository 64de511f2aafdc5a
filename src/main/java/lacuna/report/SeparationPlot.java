package lacuna.report;

import java.util.List;
import java.util.Locale;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.FeatureEffects.FeatureEffect;

/**
 * How often each suppressed feature is on in benign (across) and in target text (up), before and after, as an SVG with logarithmic axes:
 * features of the target stand far above the diagonal, and unlearning should bring them down and leave them where they are across.
 */
final class SeparationPlot {

    private static final double FLOOR = 1e-4; // rates below, 0 among them, stand on the axis
    private static final double LEFT = 64;
    private static final double TOP = 14;
    private static final double SIDE = 380;
    private static final String[] MARKS = {"\u2264 0.01 %", "0.1 %", "1 %", "10 %", "100 %"};

    private SeparationPlot() {}

    static String of(FeatureEffects effects) {
        List<FeatureEffect> features = effects.suppressed();
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg class=\"plot\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Firing rates of the suppressed features"
                        + " on benign and target text, before and after\">",
                LEFT + SIDE + 16,
                TOP + SIDE + 52));
        axes(svg);
        for (FeatureEffect f : features) {
            double x = across(f.benign().rateBefore());
            double y = up(f.target().rateBefore());
            double toX = across(f.benign().rateAfter());
            double toY = up(f.target().rateAfter());
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"way\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                    x,
                    y,
                    toX,
                    toY));
        }
        for (FeatureEffect f : features) {
            circle(
                    svg,
                    "before",
                    f,
                    across(f.benign().rateBefore()),
                    up(f.target().rateBefore()));
            circle(
                    svg,
                    "after",
                    f,
                    across(f.benign().rateAfter()),
                    up(f.target().rateAfter()));
        }
        return svg.append("</svg>").toString();
    }

    private static void circle(StringBuilder svg, String type, FeatureEffect feature, double x, double y) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.4\"><title>%s, feature %d, %s</title></circle>",
                type,
                x,
                y,
                Markup.escaped(feature.layer()),
                feature.feature(),
                type));
    }

    private static void axes(StringBuilder svg) {
        double bottom = TOP + SIDE;
        for (int i = 0; i < MARKS.length; i++) {
            double at = i * SIDE / (MARKS.length - 1);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>"
                            + "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT,
                    bottom - at,
                    LEFT + SIDE,
                    bottom - at,
                    LEFT + at,
                    TOP,
                    LEFT + at,
                    bottom));
            text(svg, "end", LEFT - 7, bottom - at + 4, MARKS[i]);
            text(svg, i == MARKS.length - 1 ? "end" : "middle", LEFT + at, bottom + 17, MARKS[i]);
        }
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"equal\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                LEFT,
                bottom,
                LEFT + SIDE,
                TOP));
        text(svg, "middle", LEFT + SIDE / 2, bottom + 38, "tokens of benign text at which the feature is on");
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(11 %.1f) rotate(-90)\">tokens of target text"
                        + "</text>",
                TOP + SIDE / 2));
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

    private static double place(double rate) {
        return SIDE * Math.log10(Math.max(rate, FLOOR) / FLOOR) / Math.log10(1 / FLOOR);
    }

    private static double across(double rate) {
        return LEFT + place(rate);
    }

    private static double up(double rate) {
        return TOP + SIDE - place(rate);
    }
}
