package lacuna.ui.widget;

import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import lacuna.ui.theme.ChartTheme;
import lacuna.ui.theme.ThemeManager;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.fx.ChartViewer;

/** A JFreeChart in the window: themed, and redrawn once for many changes. The viewer needs a StackPane around it to resize well. */
public final class ChartPane extends StackPane {

    private static final Duration GATHER = Duration.millis(40);

    private final JFreeChart chart;
    private final PauseTransition redraw = new PauseTransition(GATHER);

    /** @param paintSeries gives each series its colour; called again after a change of theme */
    public ChartPane(ThemeManager themes, JFreeChart chart, Consumer<ChartTheme> paintSeries) {
        this.chart = chart;
        getStyleClass().add("chart-pane");
        ChartViewer viewer = new ChartViewer(chart);
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

    /** Changes data or looks; all changes within some 40 ms share one redraw. JavaFX thread only. */
    public void update(Runnable change) {
        chart.setNotify(false);
        change.run();
        redraw.play();
    }
}
