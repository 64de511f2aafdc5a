package lacuna.ui.features;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javafx.util.Subscription;
import lacuna.features.map.FeatureMap;
import lacuna.ui.theme.Fonts;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/**
 * Features laid out by how alike their decoder directions are, coloured by ratio: a selection among what was not selected. Choosing
 * works as in {@link RateScatter}. What is mapped changes only when asked for, so that marking does not move the dots.
 */
final class MapPane {

    private static final double DOT = 5;
    private static final double CROWDED_DOT = 3.5;
    private static final int CROWD = 500;

    private final FeaturesModel model;
    private final FeaturesActions actions;
    private final Consumer<List<FeatureKey>> select;
    private final Map<MapRequest.Of, ToggleButton> kinds = new EnumMap<>(MapRequest.Of.class);
    private final ToggleButton byNeighbours = new ToggleButton("Neighbours");
    private final ToggleButton byPlane = new ToggleButton("PCA");
    private final DotCanvas canvas;
    private final VBox instead = new VBox();
    private final StackPane root;
    private final Subscription subscriptions;
    private @Nullable MapDots dots;
    private double width;
    private double height;

    private final class Picture implements DotCanvas.Plot {
        @Override
        public void arrange(double wide, double high) {
            width = wide;
            height = high;
            FeatureTable table = model.table();
            dots = model.mapProperty().get() instanceof MapState.Ready ready && table != null
                    ? MapDots.of(
                            table,
                            ready.map(),
                            byPlane.isSelected()
                                    ? ready.map().plane()
                                    : ready.map().neighbourhood(),
                            wide,
                            high)
                    : null;
            canvas.repaint();
        }

        @Override
        public void paintDots(GraphicsContext g, Theme theme) {
            MapDots there = dots;
            if (there == null) {
                return;
            }
            RatioColors colors = new RatioColors(theme);
            double size = there.size() > CROWD ? CROWDED_DOT : DOT;
            for (int dot = 0; dot < there.size(); dot++) {
                if (there.isThere(dot)) {
                    g.setFill(colors.of(Math.log10(Math.max(1e-6, there.row(dot).ratio()))));
                    g.fillOval(there.x(dot) - size / 2, there.y(dot) - size / 2, size, size);
                }
            }
            g.setFont(Font.font(Fonts.TEXT, 11));
            colors.paintLegend(g, theme, width - MapDots.SIDE, height - 28);
            g.setFill(Surface.MUTED.on(theme));
            g.setTextAlign(TextAlignment.LEFT);
            g.setTextBaseline(VPos.BOTTOM);
            g.fillText(caption(), 16, height - 8);
        }

        @Override
        public void paintMarks(GraphicsContext g, Theme theme) {
            MapDots there = dots;
            if (there == null) {
                return;
            }
            FeatureRow selected = model.selectedProperty().get();
            for (int dot = 0; dot < there.size(); dot++) {
                if (there.isThere(dot)) {
                    FeatureRow row = there.row(dot);
                    DotMarks.paint(g, theme, model.notes().mark(row.key()), there.x(dot), there.y(dot));
                    if (row.equals(selected)) {
                        DotMarks.paintSelected(g, theme, there.x(dot), there.y(dot));
                    }
                }
            }
            new MapLabels(model, there).paint(g, theme, width);
        }

        @Override
        public int nearest(double x, double y, double within) {
            return dots == null ? -1 : dots.nearest(x, y, within);
        }

        @Override
        public String tip(int dot) {
            return dots == null ? "" : DotMarks.tip(dots.row(dot), model.notes());
        }

        @Override
        public void choose(int dot) {
            if (dots != null) {
                actions.goTo(dots.row(dot).key());
            }
        }

        @Override
        public void choose(Outline outline) {
            if (dots != null) {
                select.accept(dots.inside(outline));
            }
        }
    }

    /**
     * @param select selects rows by their features
     * @param save takes the picture when asked for
     */
    MapPane(
            FeaturesModel model,
            FeaturesActions actions,
            ThemeManager themes,
            Consumer<List<FeatureKey>> select,
            Consumer<WritableImage> save) {
        this.model = model;
        this.actions = actions;
        this.select = select;
        DotTools tools = new DotTools("map", whichTools(), layoutTools());
        canvas = new DotCanvas("map", new Picture(), tools, new Insets(10, 16, 0, 16), themes);
        tools.onSave(() -> save.accept(canvas.picture()));
        instead.getStyleClass().addAll("empty-state", "running-pane");
        instead.setAlignment(Pos.CENTER);
        instead.setPickOnBounds(false);
        root = new StackPane(canvas.root(), instead);
        root.setMinHeight(120);
        subscriptions = Subscription.combine(
                model.mapProperty().subscribe(this::show),
                model.notes().revisionProperty().subscribe(now -> canvas.repaintMarks()),
                model.selectedProperty().subscribe(now -> canvas.repaintMarks()),
                root.sceneProperty().subscribe(scene -> beginIfSeen()));
    }

    Region root() {
        return root;
    }

    void close() {
        subscriptions.unsubscribe();
    }

    private HBox whichTools() {
        HBox box = new HBox();
        for (MapRequest.Of of : MapRequest.Of.values()) {
            ToggleButton button = new ToggleButton(of.title());
            button.setId("map-" + of.word());
            button.setTooltip(new Tooltip(of.help()));
            button.setOnAction(event -> {
                button.setSelected(true);
                request(of);
            });
            kinds.put(of, button);
            box.getChildren().add(button);
        }
        DotTools.joined(kinds.values().toArray(ToggleButton[]::new));
        Button again = new Button("", Icon.REFRESH.node(12));
        again.setId("map-again");
        again.getStyleClass().add("button-icon");
        again.setTooltip(new Tooltip("Draw again, of what is marked, selected or listed now"));
        again.setAccessibleText("Draw the map again");
        again.setOnAction(event -> request(chosen()));
        box.getChildren().add(again);
        return box;
    }

    private HBox layoutTools() {
        byNeighbours.setId("map-neighbours");
        byNeighbours.setTooltip(new Tooltip(
                "t-SNE: features of like direction lie together; how far groups lie from" + " each other says little"));
        byPlane.setId("map-pca");
        byPlane.setTooltip(new Tooltip("The first two principal components of the directions"));
        DotTools.joined(byNeighbours, byPlane).selectedToggleProperty().subscribe((before, now) -> {
            if (now != null && before != null) {
                canvas.invalidate();
            }
        });
        return new HBox(byNeighbours, byPlane);
    }

    private MapRequest.Of chosen() {
        return kinds.entrySet().stream()
                .filter(entry -> entry.getValue().isSelected())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(MapRequest.Of.MARKED);
    }

    /** The first map of a table: of what is marked, or of what is listed while nothing is. */
    private void beginIfSeen() {
        if (root.getScene() == null
                || model.table() == null
                || model.mapProperty().get() != MapState.NONE) {
            return;
        }
        MapRequest.Of first = marked().isEmpty() ? MapRequest.Of.LISTED : MapRequest.Of.MARKED;
        kinds.forEach((of, button) -> button.setSelected(of == first));
        request(first);
    }

    private void request(MapRequest.Of of) {
        List<FeatureKey> all = switch (of) {
            case MARKED -> marked();
            case SELECTED -> actions.chosen();
            case LISTED -> listed();
        };
        actions.map(new MapRequest(of, all.subList(0, Math.min(FeatureMap.MOST, all.size())), count(of, all)));
    }

    private int count(MapRequest.Of of, List<FeatureKey> all) {
        return of == MapRequest.Of.LISTED ? model.shown().size() : all.size();
    }

    private List<FeatureKey> marked() {
        return model.notes().marked(Mark.SUPPRESS, Mark.KEEP);
    }

    /** From the top of the table, as many as a map takes: of a million rows no more are made. */
    private List<FeatureKey> listed() {
        return model.shown().stream()
                .limit(FeatureMap.MOST)
                .map(FeatureRow::key)
                .toList();
    }

    private void show(MapState state) {
        instead.getChildren().clear();
        if (state instanceof MapState.Running running) {
            instead.getChildren()
                    .add(new RunningPane(Icon.CHART, "Drawing the map", running.job(), "cancel-map").root());
        } else if (state instanceof MapState.Nothing nothing) {
            Label sentence = new Label(nothing.sentence());
            sentence.setId("map-nothing");
            sentence.getStyleClass().add("muted");
            sentence.setWrapText(true);
            instead.getChildren().add(sentence);
        }
        canvas.invalidate();
        beginIfSeen();
    }

    private String caption() {
        if (!(model.mapProperty().get() instanceof MapState.Ready ready)) {
            return "";
        }
        MapRequest request = ready.request();
        int own = request.features().size();
        int others = ready.map().features().size() - own;
        String what = own < request.inAll()
                ? String.format(
                        "The first %,d of %,d %s",
                        own, request.inAll(), request.of().word())
                : String.format("%,d %s", own, request.of().word());
        String with = others > 0 ? String.format(" and %,d neighbours", others) : "";
        String how = byPlane.isSelected()
                ? String.format(
                        "; %.0f %% of the variance across, %.0f %% up",
                        100 * ready.map().firstShare(), 100 * ready.map().secondShare())
                : "; near dots have like decoder directions";
        return what + with + how;
    }
}
