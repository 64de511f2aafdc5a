package lacuna.ui.widget;

import java.text.DecimalFormat;
import java.util.Arrays;
import javafx.scene.layout.BorderPane;
import lacuna.ui.theme.ChartTheme;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Target and benign values in the same bins, one over the other, on a logarithmic scale of values. */
public final class OverlaidHistogram extends BorderPane {

    private static final int LABELS = 4;

    private final XYIntervalSeries target = new XYIntervalSeries("Target");
    private final XYIntervalSeries benign = new XYIntervalSeries("Benign");
    private final XYBarRenderer renderer = new XYBarRenderer();
    private final LogAxis values;
    private final NumberAxis heights;
    private final JFreeChart chart;
    private final ChartPane pane;

    public OverlaidHistogram(ThemeManager themes, String valueLabel, String heightLabel) {
        values = new LogAxis(valueLabel);
        values.setBase(2);
        values.setStandardTickUnits(new NumberTickUnitSource(true));
        values.setNumberFormatOverride(new DecimalFormat("0.###"));
        values.setSmallestValue(1e-9);
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(target);
        data.addSeries(benign);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setUseYInterval(false);
        renderer.setDrawBarOutline(true);
        heights = new NumberAxis(heightLabel);
        XYPlot plot = new XYPlot(data, values, heights, renderer);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        chart = new JFreeChart(null, null, plot, false);
        pane = new ChartPane(themes, chart, this::paint);
        getStyleClass().add("overlaid-histogram");
        ChartLegend legend = new ChartLegend(themes);
        legend.add("Target", SeriesColor.TARGET);
        legend.add("Benign", SeriesColor.BENIGN);
        setTop(legend);
        setCenter(pane);
    }

    /**
     * @param edges ascending, above zero, [bins + 1]
     * @param targetHeights in the unit of the height axis, [bins]
     * @param benignHeights likewise, [bins]
     */
    public void show(double[] edges, double[] targetHeights, double[] benignHeights) {
        pane.update(() -> {
            fill(target, edges, targetHeights);
            fill(benign, edges, benignHeights);
            if (edges.length > 1) {
                values.setRange(edges[0], edges[edges.length - 1]);
                double doublings = Math.log(edges[edges.length - 1] / edges[0]) / Math.log(2);
                values.setTickUnit(new NumberTickUnit(Math.max(1, Math.round(doublings / LABELS))), false, false);
            }
            double highest = Math.max(max(targetHeights), max(benignHeights));
            heights.setRange(0, highest > 0 ? 1.05 * highest : 1);
            heights.setTickUnit(new NumberTickUnit(step(highest > 0 ? highest : 1)), false, false);
        });
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    /** A round distance of which some four fit: 1, 2 or 5 times a power of ten. JFreeChart's own choice crowds low charts. */
    private static double step(double highest) {
        double rough = highest / LABELS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    private static void fill(XYIntervalSeries series, double[] edges, double[] heights) {
        series.setNotify(false);
        series.clear();
        for (int i = 0; i < heights.length; i++) {
            series.add(Math.sqrt(edges[i] * edges[i + 1]), edges[i], edges[i + 1], heights[i], 0, heights[i]);
        }
        series.setNotify(true);
    }

    private void paint(ChartTheme look) {
        renderer.setSeriesPaint(0, look.fill(SeriesColor.TARGET));
        renderer.setSeriesPaint(1, look.fill(SeriesColor.BENIGN));
        renderer.setSeriesOutlinePaint(0, look.paint(SeriesColor.TARGET));
        renderer.setSeriesOutlinePaint(1, look.paint(SeriesColor.BENIGN));
    }
}
