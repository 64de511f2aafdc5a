package lacuna.ui.features;

import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.util.Subscription;
import lacuna.ui.task.Jobs;
import lacuna.ui.task.LatestOnly;
import lacuna.ui.theme.Fonts;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;

/**
 * Every listed feature as a dot, target rate over benign rate, both logarithmic, coloured by its ratio. What fires on the target alone
 * stands at the upper left; on the dashed line a feature fires equally often on both. Marked ones stand out; a click selects the row,
 * and an outline drawn with the pointer the rows inside.
 */
final class RateScatter {

    private static final int CELL = 2;

    /** What the pointer chose: indices among the lines shown. */
    interface Choice {
        void one(int index);

        void all(int[] indices);
    }

    private final FeaturesModel model;
    private final Choice choice;
    private final DotCanvas canvas;
    private final LatestOnly placing;
    private final Subscription subscriptions;
    private RateAxes axes = new RateAxes(100, 100, 1e-5);
    private double width;
    private double height;
    private ScatterDots dots = ScatterDots.none();

    private final class Rates implements DotCanvas.Plot {
        /** As the table's rows, a million dots find their places aside; until then the old ones stay. */
        @Override
        public void arrange(double wide, double high) {
            placing.cancel();
            RateAxes wanted = new RateAxes(wide, high, leastRate());
            width = wide;
            height = high;
            FeatureTable table = model.table();
            int[] lines = model.shown().lines();
            if (table == null || lines.length <= Arranger.AT_ONCE) {
                placed(wanted, table == null ? ScatterDots.none() : ScatterDots.of(table, lines, wanted));
            } else {
                placing.request(
                        "Place the dots",
                        progress -> ScatterDots.of(table, lines, wanted),
                        there -> placed(wanted, there));
            }
        }

        private void placed(RateAxes on, ScatterDots there) {
            axes = on;
            dots = there;
            canvas.repaint();
        }

        /**
         * Dots that would fall on the same few pixels are one, the more opaque the more there are: a million rows are some thousand
         * dots.
         */
        @Override
        public void paintDots(GraphicsContext g, Theme theme) {
            g.setFont(Font.font(Fonts.TEXT, 11));
            axes.paint(g, theme);
            RatioColors colors = new RatioColors(theme);
            int columns = (int) width / CELL + 1;
            int[] count = new int[columns * ((int) height / CELL + 1)];
            float[] ratio = new float[count.length];
            for (int i = 0; i < dots.size(); i++) {
                int cell = (int) (dots.y(i) / CELL) * columns + (int) (dots.x(i) / CELL);
                if (cell >= 0 && cell < count.length) {
                    count[cell]++;
                    ratio[cell] += dots.ratio(i);
                }
            }
            for (int cell = 0; cell < count.length; cell++) {
                if (count[cell] > 0) {
                    g.setGlobalAlpha(Math.min(1, 0.5 + 0.2 * Math.log10(count[cell])));
                    g.setFill(colors.of(ratio[cell] / count[cell]));
                    g.fillOval(cell % columns * CELL - 0.5, cell / columns * CELL - 0.5, 3, 3);
                }
            }
            g.setGlobalAlpha(1);
            colors.paintLegend(g, theme, width - RateAxes.RIGHT - 6, height - 78);
        }

        @Override
        public void paintMarks(GraphicsContext g, Theme theme) {
            FeatureTable table = model.table();
            if (table == null) {
                return;
            }
            model.notes().all().forEach((key, note) -> {
                int line = table.lineOf(key);
                if (line >= 0) {
                    FeatureRow row = table.row(line);
                    DotMarks.paint(
                            g,
                            theme,
                            note.mark(),
                            axes.x(row.benign().rate()),
                            axes.y(row.target().rate()));
                }
            });
            FeatureRow selected = model.selectedProperty().get();
            if (selected != null) {
                DotMarks.paintSelected(
                        g,
                        theme,
                        axes.x(selected.benign().rate()),
                        axes.y(selected.target().rate()));
            }
        }

        @Override
        public int nearest(double x, double y, double within) {
            return areCurrent() ? dots.nearest(x, y, within) : -1;
        }

        @Override
        public String tip(int dot) {
            FeatureTable table = model.table();
            return table == null ? "" : DotMarks.tip(table.row(dots.line(dot)), model.notes());
        }

        @Override
        public void choose(int dot) {
            choice.one(dot);
        }

        @Override
        public void choose(Outline outline) {
            if (areCurrent()) {
                choice.all(dots.inside(outline));
            }
        }

        private boolean areCurrent() {
            return dots.areOf(model.shown().lines());
        }
    }

    /** @param save takes the picture when asked for */
    RateScatter(FeaturesModel model, Jobs jobs, ThemeManager themes, Choice choice, Consumer<WritableImage> save) {
        this.model = model;
        this.placing = LatestOnly.aside(jobs);
        this.choice = choice;
        DotTools tools = new DotTools("scatter");
        Insets corner = new Insets(RateAxes.TOP + 6, RateAxes.RIGHT, 0, RateAxes.LEFT + 8);
        canvas = new DotCanvas("scatter", new Rates(), tools, corner, themes);
        tools.onSave(() -> save.accept(canvas.picture()));
        subscriptions = Subscription.combine(
                model.listingProperty().subscribe(listing -> {
                    if (!listing) {
                        canvas.invalidate();
                    }
                }),
                model.notes().revisionProperty().subscribe(now -> canvas.repaintMarks()),
                model.selectedProperty().subscribe(now -> canvas.repaintMarks()));
    }

    Region root() {
        return canvas.root();
    }

    void close() {
        subscriptions.unsubscribe();
        placing.cancel();
    }

    /** One token in the longer corpus: the lowest rate above zero that there can be. */
    private double leastRate() {
        FeatureTable table = model.table();
        if (table == null) {
            return 1e-5;
        }
        long tokens =
                Math.max(table.statistics().targetTokens(), table.statistics().benignTokens());
        return 1.0 / Math.max(100, tokens);
    }
}
