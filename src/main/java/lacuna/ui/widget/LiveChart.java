package lacuna.ui.widget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import lacuna.ui.theme.ChartTheme;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Curves that grow while a run goes on: named series over steps, a linear or logarithmic scale, thinned to what a screen can show. */
public final class LiveChart extends BorderPane {

    private static final int SHOWN_POINTS = 2000;

    /** All points of a curve, beside those that are drawn. */
    private record Curve(SeriesColor color, List<CurvePoint> all, XYSeries drawn) {}

    private final Map<String, Curve> curves = new LinkedHashMap<>();
    private final XYSeriesCollection data = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    private final JFreeChart chart;
    private final ChartPane pane;
    private final ChartLegend legend;
    private final ToggleButton logarithmic = new ToggleButton("Log scale");
    private final String yLabel;
    private ChartTheme look = new ChartTheme(Theme.LIGHT);

    public LiveChart(ThemeManager themes, String xLabel, String yLabel) {
        this.yLabel = yLabel;
        chart = ChartFactory.createXYLineChart(null, xLabel, yLabel, data);
        chart.removeLegend();
        legend = new ChartLegend(themes);
        plot().setRenderer(renderer);
        plot().getDomainAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        pane = new ChartPane(themes, chart, now -> {
            look = now;
            paintSeries();
        });
        getStyleClass().add("live-chart");
        logarithmic.getStyleClass().addAll("small", "flat");
        logarithmic.setOnAction(event -> useScale());
        HBox tools = new HBox(legend, logarithmic);
        tools.getStyleClass().add("chart-tools");
        tools.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(legend, Priority.ALWAYS);
        logarithmic.setMinWidth(USE_PREF_SIZE);
        setTop(tools);
        setCenter(pane);
        useScale();
    }

    /** The order of the calls is the order of the legend. */
    public void addSeries(String name, SeriesColor color) {
        XYSeries drawn = new XYSeries(name, false, true);
        int index = curves.size();
        curves.put(name, new Curve(color, new ArrayList<>(), drawn));
        legend.add(name, color, shown -> pane.update(() -> renderer.setSeriesVisible(index, shown)));
        pane.update(() -> {
            data.addSeries(drawn);
            paintSeries();
        });
    }

    /** Several points share one redraw when added in one turn of the JavaFX thread; values that are not finite are left out. */
    public void append(String name, CurvePoint point) {
        Curve curve = curve(name);
        curve.all().add(point);
        pane.update(() -> {
            if (curve.drawn().getItemCount() >= 2 * SHOWN_POINTS) {
                redraw(curve);
            } else if (drawable(point)) {
                curve.drawn().add(point.x(), point.y(), false);
                curve.drawn().fireSeriesChanged();
            }
        });
    }

    /** Replaces a whole curve: a run read from disk. */
    public void replace(String name, List<CurvePoint> points) {
        Curve curve = curve(name);
        curve.all().clear();
        curve.all().addAll(points);
        pane.update(() -> redraw(curve));
    }

    /** Empties every curve, for the next run. */
    public void clear() {
        curves.keySet().forEach(name -> replace(name, List.of()));
    }

    /** For a chart beside another of the same series in the same colours. */
    public void hideLegend() {
        legend.getChildren().forEach(entry -> {
            entry.setVisible(false);
            entry.setManaged(false);
        });
    }

    /** How many points are drawn of a curve: at most some thousands. */
    int drawnPoints(String name) {
        return curve(name).drawn().getItemCount();
    }

    private Curve curve(String name) {
        Curve curve = curves.get(name);
        if (curve == null) {
            throw new IllegalArgumentException("no series " + name + " among " + curves.keySet());
        }
        return curve;
    }

    private void redraw(Curve curve) {
        curve.drawn().setNotify(false);
        curve.drawn().clear();
        Thinning.thin(curve.all().stream().filter(this::drawable).toList(), SHOWN_POINTS)
                .forEach(point -> curve.drawn().add(point.x(), point.y(), false));
        curve.drawn().setNotify(true);
    }

    private boolean drawable(CurvePoint point) {
        return Double.isFinite(point.y()) && (!logarithmic.isSelected() || point.y() > 0);
    }

    private void useScale() {
        pane.update(() -> {
            plot().setRangeAxis(logarithmic.isSelected() ? logAxis() : linearAxis());
            look.apply(chart);
            curves.values().forEach(this::redraw);
        });
    }

    private NumberAxis linearAxis() {
        NumberAxis axis = new NumberAxis(yLabel);
        axis.setAutoRangeIncludesZero(false);
        return axis;
    }

    private LogAxis logAxis() {
        LogAxis axis = new LogAxis(yLabel);
        axis.setSmallestValue(1e-9);
        axis.setStandardTickUnits(new NumberTickUnitSource());
        axis.setNumberFormatOverride(new java.text.DecimalFormat("0.#####"));
        return axis;
    }

    private void paintSeries() {
        int index = 0;
        for (Curve curve : curves.values()) {
            renderer.setSeriesPaint(index, look.paint(curve.color()));
            renderer.setSeriesStroke(index, look.line());
            index++;
        }
    }

    private XYPlot plot() {
        return chart.getXYPlot();
    }
}
