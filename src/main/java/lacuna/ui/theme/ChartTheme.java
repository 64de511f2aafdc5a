package lacuna.ui.theme;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** Every colour, font and stroke of a chart, from the theme. Backgrounds are opaque: JFreeChart blurs text on transparent ones. */
public final class ChartTheme {

    private static final float LINE_WIDTH = 1.8f;

    private final Theme theme;

    public ChartTheme(Theme theme) {
        this.theme = theme;
    }

    public Theme theme() {
        return theme;
    }

    /** Sets everything but the series, whose meaning only their owner knows: see {@link #paint}. */
    public void apply(JFreeChart chart) {
        chart.setBackgroundPaint(awt(Surface.BACKGROUND));
        chart.setPadding(new RectangleInsets(4, 4, 4, 12));
        chart.setAntiAlias(true);
        if (chart.getTitle() != null) {
            chart.getTitle().setFont(font(Font.BOLD, 13));
            chart.getTitle().setPaint(awt(Surface.TEXT));
        }
        LegendTitle legend = chart.getLegend();
        if (legend != null) {
            apply(legend);
        }
        if (chart.getPlot() instanceof XYPlot plot) {
            apply(plot);
        }
    }

    private void apply(LegendTitle legend) {
        legend.setPosition(RectangleEdge.TOP);
        legend.setItemFont(font(Font.PLAIN, 12));
        legend.setItemPaint(awt(Surface.MUTED));
        legend.setBackgroundPaint(awt(Surface.BACKGROUND));
        legend.setFrame(BlockBorder.NONE);
    }

    private void apply(XYPlot plot) {
        plot.setBackgroundPaint(awt(Surface.BACKGROUND));
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(awt(Surface.GRID));
        plot.setRangeGridlineStroke(new BasicStroke(1f));
        plot.setRangeZeroBaselineVisible(false);
        plot.setAxisOffset(new RectangleInsets(0, 0, 0, 0));
        for (int i = 0; i < plot.getDomainAxisCount(); i++) {
            apply(plot.getDomainAxis(i));
        }
        for (int i = 0; i < plot.getRangeAxisCount(); i++) {
            ValueAxis axis = plot.getRangeAxis(i);
            apply(axis);
            axis.setAxisLineVisible(false);
            axis.setTickMarksVisible(false);
        }
    }

    private void apply(Axis axis) {
        axis.setLabelFont(font(Font.PLAIN, 12));
        axis.setLabelPaint(awt(Surface.MUTED));
        axis.setTickLabelFont(font(Font.PLAIN, 11));
        axis.setTickLabelPaint(awt(Surface.MUTED));
        axis.setAxisLinePaint(awt(Surface.BORDER));
        axis.setTickMarkPaint(awt(Surface.BORDER));
    }

    public Color paint(SeriesColor series) {
        return awt(series.on(theme));
    }

    /** A neutral colour, for what belongs to no series. */
    public Color paint(Surface surface) {
        return awt(surface);
    }

    /** The series' colour for areas that lie over one another. */
    public Color fill(SeriesColor series) {
        Color opaque = paint(series);
        return new Color(opaque.getRed(), opaque.getGreen(), opaque.getBlue(), 110);
    }

    public BasicStroke line() {
        return new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    private Color awt(Surface surface) {
        return awt(surface.on(theme));
    }

    private static Color awt(javafx.scene.paint.Color color) {
        return new Color((float) color.getRed(), (float) color.getGreen(), (float) color.getBlue());
    }

    /** @param style of {@link Font}; size in pixels */
    public Font font(int style, int size) {
        return new Font(Fonts.TEXT, style, size);
    }
}
