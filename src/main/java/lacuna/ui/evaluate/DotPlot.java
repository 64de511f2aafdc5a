package lacuna.ui.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/** Measures as dots on a common scale, before above after, with whiskers for intervals and a dashed line for a reference. */
final class DotPlot extends Pane {

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

    private final ThemeManager themes;
    private List<Row> rows = List.of();
    private @Nullable Scale scale;
    private double top = BARE_TOP;

    DotPlot(ThemeManager themes) {
        this.themes = themes;
        getStyleClass().add("dot-plot");
        widthProperty().subscribe(this::draw);
    }

    void show(List<Row> shown, Scale along) {
        rows = List.copyOf(shown);
        scale = along;
        top = Double.isFinite(along.reference()) ? NAMED_TOP : BARE_TOP;
        double height = top + rows.size() * ROW + BOTTOM;
        setMinHeight(height);
        setPrefHeight(height);
        setMaxHeight(height);
        draw();
    }

    private void draw() {
        Scale along = scale;
        if (along == null || getWidth() <= NAMES + RIGHT) {
            return;
        }
        List<Node> nodes = new ArrayList<>();
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
            Label name = label(row.name(), "dot-name", 0, middle - 9, NAMES - 12);
            nodes.add(name);
            add(nodes, row.name() + " before", row.before(), SeriesColor.BEFORE, middle - 8, along);
            add(nodes, row.name() + " after", row.after(), SeriesColor.AFTER, middle + 8, along);
        }
        getChildren().setAll(nodes);
    }

    private void add(List<Node> nodes, String what, Value value, SeriesColor color, double y, Scale along) {
        if (value.high() > value.low()) {
            Line whisker = line("dot-whisker", x(value.low(), along), y, x(value.high(), along), y);
            themes.follow(whisker, theme -> whisker.setStroke(color.on(theme)));
            nodes.add(whisker);
        }
        Circle dot = new Circle(x(value.value(), along), y, 5);
        themes.follow(dot, theme -> dot.setFill(color.on(theme)));
        Tooltip.install(dot, new Tooltip(what + " " + along.tick().apply(value.value())));
        nodes.add(dot);
    }

    private double x(double value, Scale along) {
        double room = getWidth() - NAMES - RIGHT;
        return Math.rint(NAMES + room * Math.min(value, along.max()) / along.max()) + 0.5;
    }

    private static Line line(String style, double x1, double y1, double x2, double y2) {
        Line line = new Line(x1, y1, x2, y2);
        line.getStyleClass().add(style);
        return line;
    }

    private static Label label(String text, String style, double x, double y, double width) {
        Label label = new Label(text);
        label.getStyleClass().add(style);
        label.setPrefWidth(width);
        label.relocate(x, y);
        return label;
    }
}
