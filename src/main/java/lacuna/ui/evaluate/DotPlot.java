package lacuna.ui.evaluate;

import java.util.List;
import java.util.function.DoubleFunction;
import javafx.scene.Node;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/** Measures as dots on a common scale, before above after, with whiskers for intervals and a dashed line for a reference. */
final class DotPlot extends DrawnPlot {

    /** A measured value with the bounds of its interval; equal to it where there is none. */
    record Value(double value, double low, double high) {
        static Value exact(double value) {
            return new Value(value, value, value);
        }
    }

    /** @param name of the measure, left of its dots */
    record Row(String name, Value before, Value after) {}

    /**
     * The scale beneath.
     *
     * @param max right end; the left end is 0
     * @param step between ticks
     * @param tick how a tick is written
     * @param reference where a dashed line stands; NaN for none
     * @param referenceName what it is
     */
    record Scale(double max, double step, DoubleFunction<String> tick, double reference, String referenceName) {}

    private static final double ROW = 46;
    private static final double NAMED_TOP = 18;
    private static final double BARE_TOP = 2;
    private static final double BOTTOM = 24;
    private static final double NAMES = 104;
    private static final double RIGHT = 20;

    private List<Row> rows = List.of();
    private @Nullable Scale scale;
    private double top = BARE_TOP;

    DotPlot(ThemeManager themes) {
        super(themes);
    }

    void show(List<Row> shown, Scale along) {
        rows = List.copyOf(shown);
        scale = along;
        top = Double.isFinite(along.reference()) ? NAMED_TOP : BARE_TOP;
        double height = top + rows.size() * ROW + BOTTOM;
        setMinHeight(height);
        setPrefHeight(height);
        setMaxHeight(height);
        redraw();
    }

    @Override
    void draw(List<Node> nodes) {
        Scale along = scale;
        if (along == null || getWidth() <= NAMES + RIGHT) {
            return;
        }
        double bottom = top + rows.size() * ROW;
        for (double tick = 0; tick <= along.max() * 1.0001; tick += along.step()) {
            nodes.add(line("dot-grid", x(tick, along), top, x(tick, along), bottom));
            nodes.add(label(along.tick().apply(tick), "dot-tick", x(tick, along) - 30, bottom + 4, 60));
        }
        if (Double.isFinite(along.reference())) {
            double x = x(along.reference(), along);
            nodes.add(line("dot-reference", x, top - 2, x, bottom));
            nodes.add(label(along.referenceName(), "dot-tick", x - 50, 0, 100));
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double middle = top + (i + 0.5) * ROW;
            nodes.add(label(row.name(), "dot-name", 0, middle - 9, NAMES - 12));
            add(nodes, row.name() + " before", row.before(), SeriesColor.BEFORE, middle - 8, along);
            add(nodes, row.name() + " after", row.after(), SeriesColor.AFTER, middle + 8, along);
        }
    }

    private void add(List<Node> nodes, String what, Value value, SeriesColor color, double y, Scale along) {
        if (value.high() > value.low()) {
            nodes.add(stroked(line("dot-whisker", x(value.low(), along), y, x(value.high(), along), y), color));
        }
        nodes.add(dot(
                x(value.value(), along), y, 5, color, what + " " + along.tick().apply(value.value())));
    }

    private double x(double value, Scale along) {
        double room = getWidth() - NAMES - RIGHT;
        return Math.rint(NAMES + room * Math.min(value, along.max()) / along.max()) + 0.5;
    }
}
