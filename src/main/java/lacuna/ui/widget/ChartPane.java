package lacuna.ui.widget;

import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import lacuna.ui.theme.ChartTheme;
import lacuna.ui.theme.ThemeManager;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.entity.XYItemEntity;
import org.jfree.chart.fx.ChartViewer;
import org.jfree.chart.fx.interaction.ChartMouseEventFX;
import org.jfree.chart.fx.interaction.ChartMouseListenerFX;

/** A JFreeChart in the window: themed, and redrawn once for many changes. The viewer needs a StackPane around it to resize well. */
public final class ChartPane extends StackPane {

    private static final Duration GATHER = Duration.millis(40);

    private final JFreeChart chart;
    private final PauseTransition redraw = new PauseTransition(GATHER);
    private final ChartViewer viewer;

    /** @param paintSeries gives each series its colour; called again after a change of theme */
    public ChartPane(ThemeManager themes, JFreeChart chart, Consumer<ChartTheme> paintSeries) {
        this.chart = chart;
        getStyleClass().add("chart-pane");
        viewer = new ChartViewer(chart);
        viewer.setMinSize(80, 60);
        getChildren().add(viewer);
        redraw.setOnFinished(event -> chart.setNotify(true));
        themes.follow(
                this,
                theme -> update(() -> {
                    ChartTheme look = new ChartTheme(theme);
                    look.apply(chart);
                    paintSeries.accept(look);
                }));
    }

    /** What hears of a click on a point of the first dataset. */
    @FunctionalInterface
    public interface ItemChoice {
        void chosen(int series, int item);
    }

    /** A click on a point is told. */
    public void onItem(ItemChoice choice) {
        viewer.addChartMouseListener(new ChartMouseListenerFX() {
            @Override
            public void chartMouseClicked(ChartMouseEventFX event) {
                if (event.getEntity() instanceof XYItemEntity item
                        && item.getDataset() == chart.getXYPlot().getDataset(0)) {
                    choice.chosen(item.getSeriesIndex(), item.getItem());
                }
            }

            @Override
            public void chartMouseMoved(ChartMouseEventFX event) {
                // the viewer shows the point's tooltip by itself
            }
        });
    }

    /** Changes data or looks; all changes within some 40 ms share one redraw. JavaFX thread only. */
    public void update(Runnable change) {
        chart.setNotify(false);
        change.run();
        redraw.play();
    }
}
