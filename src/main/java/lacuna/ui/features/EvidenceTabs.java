package lacuna.ui.features;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import lacuna.features.CorpusSide;
import lacuna.features.LayerStatistics;
import lacuna.features.Passage;
import lacuna.ui.theme.ActivationScale;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** What there is to read about a feature, one kind at a time: passages of both corpora side by side, or its neighbours. */
final class EvidenceTabs {

    private static final int LEAST_CONTEXT = 4;
    private static final int MOST_CONTEXT = 40;
    private static final int CONTEXT = 20;

    /** The kinds, in the order of the bar. */
    enum Kind {
        TOP("Strongest", "Where the feature is strongest, one passage a document"),
        SAMPLES("Samples", "Drawn fairly from all tokens at which it is on, so that typical strengths show"),
        NEAR_MISSES("Near misses", "Where it came nearest to being on, and was not on anywhere around"),
        NEIGHBOURS("Neighbours", "Features with a like direction or on at the same tokens");

        private final String title;
        private final String help;

        Kind(String title, String help) {
            this.title = title;
            this.help = help;
        }
    }

    private final FeaturesModel model;
    private final ToggleGroup kinds = new ToggleGroup();
    private final Label contextName = Words.label("Context");
    private final Slider context = new Slider(LEAST_CONTEXT, MOST_CONTEXT, CONTEXT);
    private final Map<CorpusSide, PassagePane> panes = new EnumMap<>(CorpusSide.class);
    private final HBox passages = new HBox();
    private final NeighboursPane neighbours;
    private final BorderPane root = new BorderPane();
    private final Subscription subscription;
    private Kind kind = Kind.TOP;
    private @Nullable FeatureRow row;

    EvidenceTabs(FeaturesModel model, FeaturesActions actions, ThemeManager themes) {
        this.model = model;
        neighbours = new NeighboursPane(model, actions);
        for (CorpusSide side : CorpusSide.values()) {
            PassagePane pane = new PassagePane(
                    side,
                    side == CorpusSide.TARGET ? ActivationScale.Hue.TARGET : ActivationScale.Hue.BENIGN,
                    themes,
                    actions::piece);
            panes.put(side, pane);
            HBox.setHgrow(pane.root(), Priority.ALWAYS);
            pane.root().setPrefWidth(10);
            passages.getChildren().add(pane.root());
        }
        passages.getStyleClass().add("detail-passages");
        root.setTop(bar());
        root.setCenter(passages);
        context.valueProperty()
                .subscribe(now -> panes.values().forEach(pane -> pane.setContext((int) Math.round(now.doubleValue()))));
        subscription = Subscription.combine(
                model.neighboursProperty().subscribe(now -> neighboursChanged()),
                model.othersProperty().subscribe(now -> neighboursChanged()),
                model.togetherProperty().subscribe(now -> neighboursChanged()));
    }

    Region root() {
        return root;
    }

    private void neighboursChanged() {
        // while another row is being selected its neighbours are not known, and this one's not wanted
        if (kind == Kind.NEIGHBOURS
                && row != null
                && row.equals(model.selectedProperty().get())) {
            show(row);
        }
    }

    void close() {
        subscription.unsubscribe();
    }

    private Node bar() {
        HBox buttons = new HBox();
        buttons.getStyleClass().add("evidence-kinds");
        for (Kind one : Kind.values()) {
            ToggleButton button = new ToggleButton(one.title);
            button.setId(
                    "evidence-" + one.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            button.getStyleClass().add("small");
            button.setTooltip(new Tooltip(one.help));
            button.setToggleGroup(kinds);
            button.setSelected(one == kind);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(event -> {
                button.setSelected(true); // one is always shown
                kind = one;
                show(row);
            });
            buttons.getChildren().add(button);
        }
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        contextName.setLabelFor(context);
        context.setId("evidence-context");
        context.setPrefWidth(64);
        context.setMinWidth(56);
        contextName.setMinWidth(Region.USE_PREF_SIZE);
        context.setTooltip(new Tooltip("How many tokens to show before and after the place of interest"));
        context.setAccessibleText("Tokens of context");
        HBox bar = new HBox(buttons, space, contextName, context);
        bar.getStyleClass().add("evidence-bar");
        return bar;
    }

    void show(@Nullable FeatureRow shown) {
        row = shown;
        FeatureEvidence evidence = model.evidenceProperty().get();
        FeatureTable table = model.table();
        if (shown == null || evidence == null || table == null) {
            return;
        }
        boolean ofTexts = kind != Kind.NEIGHBOURS;
        context.setVisible(ofTexts);
        contextName.setVisible(ofTexts);
        if (!ofTexts) {
            neighbours.show(
                    shown,
                    model.neighboursProperty().get(),
                    model.othersProperty().get());
            root.setCenter(neighbours.root());
            return;
        }
        LayerStatistics layer = table.statistics().layer(shown.hook()).orElseThrow();
        double max = Math.max(shown.target().max(), shown.benign().max());
        panes.forEach((side, pane) -> pane.show(
                passages(evidence.of(side)), max, caption(layer, shown, side), nothing(side), strengths(shown, side)));
        root.setCenter(passages);
    }

    private List<Passage> passages(FeatureEvidence.CorpusPassages of) {
        return switch (kind) {
            case SAMPLES -> of.samples();
            case NEAR_MISSES -> of.nearMisses();
            default -> of.top();
        };
    }

    private Function<Passage, String> caption(LayerStatistics layer, FeatureRow shown, CorpusSide side) {
        Function<Passage, String> place =
                passage -> String.format("doc %,d, token %,d", passage.document() + 1, passage.position());
        return switch (kind) {
            case SAMPLES ->
                passage -> String.format(
                        "%s   stronger than %.0f %%   %s",
                        Numbers.activation(passage.max()),
                        100 * layer.shareBelow(side, shown.feature(), passage.max()),
                        place.apply(passage));
            case NEAR_MISSES ->
                passage -> String.format("short by %s   %s", Numbers.activation(-passage.max()), place.apply(passage));
            default ->
                passage -> String.format("peak %s   %s", Numbers.activation(passage.max()), place.apply(passage));
        };
    }

    private static String strengths(FeatureRow shown, CorpusSide side) {
        CorpusActivity activity = side == CorpusSide.TARGET ? shown.target() : shown.benign();
        return activity.count() == 0
                ? ""
                : "mean " + Numbers.activation(activity.mean()) + "   max " + Numbers.activation(activity.max());
    }

    private String nothing(CorpusSide side) {
        return kind == Kind.NEAR_MISSES
                ? "No near miss was kept on the " + side.label() + " corpus."
                : "Never active on the " + side.label() + " corpus.";
    }
}
