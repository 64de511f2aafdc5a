package lacuna.ui.widget;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.shape.Rectangle;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;

/** Which colour is what, beside a chart; takes the place of JFreeChart's own legend, which knows no style sheet. */
public final class ChartLegend extends FlowPane {

    private final ThemeManager themes;

    public ChartLegend(ThemeManager themes) {
        this.themes = themes;
        getStyleClass().add("chart-legend");
        setAlignment(Pos.CENTER_LEFT);
    }

    public void add(String name, SeriesColor color) {
        Label label = new Label(name, swatch(color));
        label.getStyleClass().add("legend-item");
        getChildren().add(label);
    }

    /** An entry that can be switched off and on. */
    public void add(String name, SeriesColor color, Consumer<Boolean> shown) {
        ToggleButton button = new ToggleButton(name, swatch(color));
        button.setMnemonicParsing(false); // names of runs have underscores
        button.setSelected(true);
        button.getStyleClass().addAll("legend-item", "legend-switch");
        button.selectedProperty().addListener((observable, before, now) -> shown.accept(now));
        getChildren().add(button);
    }

    private Rectangle swatch(SeriesColor color) {
        Rectangle swatch = new Rectangle(10, 10);
        swatch.getStyleClass().add("legend-swatch");
        swatch.setArcWidth(4);
        swatch.setArcHeight(4);
        themes.follow(swatch, theme -> swatch.setFill(color.on(theme)));
        return swatch;
    }
}
