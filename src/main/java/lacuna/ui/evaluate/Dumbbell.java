package lacuna.ui.evaluate;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import lacuna.persistence.Persistence;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/** Three accuracies of a check on one line from 0 to 100 %: before, after unlearning, after the attack; the bar is what came back. */
final class Dumbbell extends Pane {

    private static final double SIDE = 16;
    private static final double[] TICKS = {0, 0.25, 0.5, 0.75, 1};

    private final ThemeManager themes;
    private @Nullable Persistence check;

    Dumbbell(ThemeManager themes) {
        this.themes = themes;
        getStyleClass().add("dumbbell");
        setMinWidth(120);
        widthProperty().subscribe(this::draw);
        heightProperty().subscribe(this::draw);
    }

    void show(Persistence shown) {
        check = shown;
        draw();
    }

    /** The scale above the column, with the same margins. */
    static Pane scale() {
        Pane pane = new Pane();
        pane.setMinHeight(16);
        pane.setMaxHeight(16);
        pane.widthProperty().subscribe(width -> {
            pane.getChildren().clear();
            for (double tick : TICKS) {
                Label label = new Label(Math.round(100 * tick) + (tick == 1 ? " %" : ""));
                label.getStyleClass().add("dot-tick");
                label.setPrefWidth(40);
                label.setLayoutX(x(tick, width.doubleValue()) - 20);
                pane.getChildren().add(label);
            }
        });
        return pane;
    }

    private static double x(double share, double width) {
        return SIDE + share * (width - 2 * SIDE);
    }

    private void draw() {
        Persistence shown = check;
        if (shown == null || getWidth() <= 2 * SIDE) {
            return;
        }
        List<Node> nodes = new ArrayList<>();
        for (double tick : TICKS) {
            nodes.add(line(tick, tick, 0, getHeight(), "dot-grid"));
        }
        double middle = getHeight() / 2;
        Line regained = line(shown.unlearned().accuracy(), shown.attacked().accuracy(), middle, middle, "dumbbell-bar");
        themes.follow(regained, theme -> regained.setStroke(SeriesColor.TARGET.on(theme)));
        nodes.add(regained);
        Line whisker = line(
                shown.attacked().interval().low(), shown.attacked().interval().high(), middle, middle, "dot-whisker");
        themes.follow(whisker, theme -> whisker.setStroke(SeriesColor.TARGET.on(theme)));
        nodes.add(whisker);
        nodes.add(dot(shown.before().accuracy(), middle, 5, SeriesColor.BEFORE));
        nodes.add(dot(shown.attacked().accuracy(), middle, 6, SeriesColor.TARGET));
        nodes.add(dot(shown.unlearned().accuracy(), middle, 4, SeriesColor.AFTER));
        getChildren().setAll(nodes);
    }

    private Line line(double from, double to, double top, double bottom, String style) {
        double left = Math.rint(x(from, getWidth())) + (from == to ? 0.5 : 0);
        Line line = new Line(left, top, from == to ? left : x(to, getWidth()), bottom);
        line.getStyleClass().add(style);
        return line;
    }

    private Circle dot(double share, double y, double radius, SeriesColor color) {
        Circle dot = new Circle(x(share, getWidth()), y, radius);
        themes.follow(dot, theme -> dot.setFill(color.on(theme)));
        return dot;
    }
}
