package lacuna.ui.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import lacuna.ui.theme.Fonts;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;

/**
 * Names beside the dots of a map, as many as fit without covering each other or a marked dot: of the selected feature first, then of
 * labelled ones, then of marked ones.
 */
final class MapLabels {

    private static final int LONGEST = 26;
    private static final double BESIDE = 8;
    private static final double RADIUS = 5;
    private static final Font FONT = Font.font(Fonts.TEXT, 11);

    private final FeaturesModel model;
    private final MapDots dots;
    private final List<Bounds> taken = new ArrayList<>();

    MapLabels(FeaturesModel model, MapDots dots) {
        this.model = model;
        this.dots = dots;
    }

    void paint(GraphicsContext g, Theme theme, double width) {
        g.setFont(FONT);
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.LEFT);
        int[] named = IntStream.range(0, dots.size())
                .filter(dots::isThere)
                .filter(dot -> rank(dot) < Integer.MAX_VALUE)
                .toArray();
        for (int dot : named) {
            taken.add(new BoundingBox(dots.x(dot) - RADIUS, dots.y(dot) - RADIUS, 2 * RADIUS, 2 * RADIUS));
        }
        IntStream.of(named)
                .boxed()
                .sorted(Comparator.comparingInt(this::rank)
                        .thenComparing(dot -> dots.row(dot).key()))
                .forEach(dot -> paint(g, theme, dot, width));
    }

    private int rank(int dot) {
        FeatureRow row = dots.row(dot);
        FeatureNote note = model.notes().of(row.key());
        if (row.equals(model.selectedProperty().get())) {
            return 0;
        }
        if (!note.label().isEmpty()) {
            return note.mark() == Mark.UNDECIDED ? 2 : 1;
        }
        return note.mark() == Mark.UNDECIDED ? Integer.MAX_VALUE : 3;
    }

    private void paint(GraphicsContext g, Theme theme, int dot, double width) {
        String name = name(dots.row(dot));
        Text measured = new Text(name);
        measured.setFont(FONT);
        double wide = measured.getLayoutBounds().getWidth();
        double tall = measured.getLayoutBounds().getHeight();
        for (double x : new double[] {dots.x(dot) + BESIDE, dots.x(dot) - BESIDE - wide}) {
            Bounds place = new BoundingBox(x, dots.y(dot) - tall / 2, wide, tall);
            if (x > 4 && x + wide < width - 4 && taken.stream().noneMatch(place::intersects)) {
                taken.add(place);
                write(g, theme, name, x, dots.y(dot), rank(dot) == 3);
                return;
            }
        }
    }

    private static void write(GraphicsContext g, Theme theme, String name, double x, double y, boolean muted) {
        g.setStroke(Surface.BACKGROUND.on(theme));
        g.setLineWidth(3);
        g.strokeText(name, x, y); // so that it reads above dots
        g.setFill((muted ? Surface.MUTED : Surface.TEXT).on(theme));
        g.fillText(name, x, y);
    }

    private String name(FeatureRow row) {
        String label = model.notes().shownLabel(row.key());
        if (label.isEmpty()) {
            return row.hook().layer() + "/" + row.feature();
        }
        return label.length() <= LONGEST
                ? label
                : label.substring(0, LONGEST - 1).strip() + "\u2026";
    }
}
