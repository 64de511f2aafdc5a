package lacuna.ui.widget;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.ChartTheme;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Two measures of several things against each other, with the interval of both, more being better of either: the upper right is best, and
 * nothing lies beyond the dashed front. One colour and shape for each group; a click chooses a point.
 */
public final class FrontChart extends VBox {

    /**
     * @param group by which colour and shape are given
     * @param onFront whether no other is as good in both measures and better in one
     */
    public record Point(
            String name,
            String group,
            double x,
            double xLow,
            double xHigh,
            double y,
            double yLow,
            double yHigh,
            boolean onFront) {}

    private static final int RUNS = 0;
    private static final int CHOSEN = 1;
    private static final int FRONT = 2;
    private static final List<SeriesColor> COLORS = List.of(
            SeriesColor.RUN_1,
            SeriesColor.RUN_2,
            SeriesColor.RUN_3,
            SeriesColor.RUN_4,
            SeriesColor.RUN_5,
            SeriesColor.RUN_6);

    private final JFreeChart chart;
    private final String reference;
    private final XYErrorRenderer dots = new XYErrorRenderer();
    private final XYLineAndShapeRenderer ring = new XYLineAndShapeRenderer(false, true);
    private final XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, false);
    private final ChartLegend legend;
    private final ChartPane pane;
    private final Map<String, List<Point>> byGroup = new LinkedHashMap<>();
    private List<Point> points = List.of();
    private List<String> named = List.of();
    private String chosen = "";
    private ChartTheme look = new ChartTheme(Theme.LIGHT);

    /**
     * @param xLabel with the unit, as {@code yLabel}; both run from 0 to 100
     * @param reference group that is drawn in the colour of what was before
     * @param choose hears the name of the point that was clicked
     */
    public FrontChart(ThemeManager themes, String xLabel, String yLabel, String reference, Consumer<String> choose) {
        this.reference = reference;
        getStyleClass().add("front-chart");
        chart = ChartFactory.createScatterPlot(null, xLabel, yLabel, null);
        chart.removeLegend();
        legend = new ChartLegend(themes);
        plot().setRenderer(RUNS, dots);
        plot().setRenderer(CHOSEN, ring);
        plot().setRenderer(FRONT, line);
        dots.setDefaultToolTipGenerator((data, series, item) -> words(point(series, item)));
        dots.setDefaultItemLabelGenerator((data, series, item) -> named(point(series, item)));
        dots.setDefaultItemLabelsVisible(true);
        dots.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE10, TextAnchor.BOTTOM_RIGHT));
        dots.setCapLength(0);
        pane = new ChartPane(themes, chart, now -> {
            look = now;
            paintSeries();
        });
        pane.onItem((series, item) -> choose.accept(point(series, item).name()));
        pane.setAccessibleText(yLabel + " over " + xLabel);
        VBox.setVgrow(pane, Priority.ALWAYS);
        getChildren().addAll(legend, pane);
    }

    /** @param name of the point that stands out */
    public void show(List<Point> all, String name) {
        points = List.copyOf(all);
        chosen = name;
        byGroup.clear();
        all.forEach(point ->
                byGroup.computeIfAbsent(point.group(), key -> new ArrayList<>()).add(point));
        legend.getChildren().clear();
        int index = 0;
        for (String group : byGroup.keySet()) {
            legend.add(group, color(index++));
        }
        pane.update(this::fill);
    }

    private void fill() {
        scale(
                plot().getDomainAxis(),
                points.stream().mapToDouble(Point::xLow).min().orElse(0));
        scale(
                plot().getRangeAxis(),
                points.stream().mapToDouble(Point::yLow).min().orElse(0));
        named = nameable();
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        byGroup.forEach((group, ofGroup) -> {
            XYIntervalSeries series = new XYIntervalSeries(group, false, true);
            ofGroup.forEach(point ->
                    series.add(point.x(), point.xLow(), point.xHigh(), point.y(), point.yLow(), point.yHigh()));
            data.addSeries(series);
        });
        plot().setDataset(RUNS, data);
        XYSeries marked = new XYSeries("chosen");
        points.stream().filter(point -> point.name().equals(chosen)).forEach(point -> marked.add(point.x(), point.y()));
        plot().setDataset(CHOSEN, new XYSeriesCollection(marked));
        plot().setDataset(FRONT, new XYSeriesCollection(front()));
        paintSeries();
    }

    /** From the lowest bound in steps of five to a little beyond 100, so that dots at the end are whole. */
    private static void scale(ValueAxis axis, double lowest) {
        double low = Math.max(0, Math.min(95, 5 * Math.floor(lowest / 5)));
        double length = 100 - low;
        axis.setRange(low - 0.02 * length, 100 + 0.03 * length);
        NumberAxis numbers = (NumberAxis) axis;
        numbers.setTickUnit(
                new NumberTickUnit(length > 60 ? 20 : length > 25 ? 10 : length > 12 ? 5 : length > 6 ? 2 : 1));
        numbers.setNumberFormatOverride(new DecimalFormat("0"));
    }

    /** Stairs through the points on the front: whatever lies below and left of them is beaten. */
    private XYSeries front() {
        List<Point> best = points.stream()
                .filter(Point::onFront)
                .sorted(Comparator.comparingDouble(Point::x)
                        .thenComparing(Comparator.comparingDouble(Point::y).reversed()))
                .toList();
        XYSeries stairs = new XYSeries("front", false, true);
        double left = plot().getDomainAxis().getLowerBound();
        for (Point point : best) {
            stairs.add(left, point.y());
            stairs.add(point.x(), point.y());
            left = point.x();
        }
        if (!best.isEmpty()) {
            stairs.add(left, plot().getRangeAxis().getLowerBound());
        }
        return stairs;
    }

    private Point point(int series, int item) {
        return new ArrayList<>(byGroup.values()).get(series).get(item);
    }

    private String named(Point point) {
        return named.contains(point.name()) ? point.name() : "";
    }

    /** The chosen point and as many others as have room: a name takes a quarter of the width and a line of the height. */
    private List<String> nameable() {
        List<Point> placed = new ArrayList<>();
        List<Point> order = new ArrayList<>(points);
        order.sort(Comparator.comparing(point -> !point.name().equals(chosen)));
        double width = plot().getDomainAxis().getRange().getLength() / 4;
        double height = plot().getRangeAxis().getRange().getLength() / 18;
        for (Point point : order) {
            if (placed.stream()
                    .noneMatch(other ->
                            Math.abs(other.x() - point.x()) < width && Math.abs(other.y() - point.y()) < height)) {
                placed.add(point);
            }
        }
        return placed.stream().map(Point::name).toList();
    }

    private String words(Point point) {
        return String.format(
                Locale.ROOT,
                "%s: %s %.1f, %s %.1f",
                point.name(),
                plot().getDomainAxis().getLabel(),
                point.x(),
                plot().getRangeAxis().getLabel(),
                point.y());
    }

    private SeriesColor color(int group) {
        List<String> groups = new ArrayList<>(byGroup.keySet());
        int own = groups.indexOf(reference) >= 0 && groups.indexOf(reference) < group ? group - 1 : group;
        return groups.get(group).equals(reference) ? SeriesColor.BEFORE : COLORS.get(own % COLORS.size());
    }

    private void paintSeries() {
        for (int i = 0; i < byGroup.size(); i++) {
            dots.setSeriesPaint(i, look.paint(color(i)));
            dots.setSeriesShape(i, shape(i));
            dots.setSeriesStroke(i, new BasicStroke(1.4f));
        }
        dots.setErrorStroke(new BasicStroke(1f));
        // not the font of the ticks: the canvas keeps the last font and would draw the next frame's ticks in its own
        dots.setDefaultItemLabelFont(look.font(java.awt.Font.PLAIN, 12));
        dots.setDefaultItemLabelPaint(look.paint(Surface.TEXT));
        ring.setSeriesShape(0, new Ellipse2D.Double(-9, -9, 18, 18));
        ring.setSeriesShapesFilled(0, false);
        ring.setSeriesPaint(0, look.paint(Surface.ACCENT));
        ring.setSeriesOutlineStroke(0, new BasicStroke(2f));
        ring.setSeriesStroke(0, new BasicStroke(2f));
        line.setSeriesPaint(0, look.paint(Surface.MUTED));
        line.setSeriesStroke(
                0, new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 4}, 0));
        plot().setDomainGridlinesVisible(true);
        plot().setDomainGridlinePaint(look.paint(Surface.GRID));
        plot().setDomainGridlineStroke(new BasicStroke(1f));
    }

    /** Not by colour alone: circle, square, triangle, diamond, in turn. */
    private static Shape shape(int group) {
        double r = 4.5;
        return switch (group % 4) {
            case 0 -> new Ellipse2D.Double(-r, -r, 2 * r, 2 * r);
            case 1 -> new Rectangle2D.Double(-r + 0.5, -r + 0.5, 2 * r - 1, 2 * r - 1);
            case 2 -> polygon(0, -5.5, 5.2, 4, -5.2, 4);
            default -> polygon(0, -5.8, 5.8, 0, 0, 5.8, -5.8, 0);
        };
    }

    private static Shape polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }

    private XYPlot plot() {
        return chart.getXYPlot();
    }
}
