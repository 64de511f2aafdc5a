package lacuna.ui.evaluate;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.FeatureEffects.FeatureEffect;
import lacuna.evaluation.FeatureEffects.LayerEffect;
import lacuna.project.RunFindings;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.ChartLegend;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** What became of the features: the separation of the suppressed ones, the SAEs' fit by layer, and which features moved. */
final class FeaturesPane extends HBox {

    private final Label sentence = Words.caption("");
    private final Label texts = Words.caption("");
    private final FigureGrid layers = new FigureGrid(64, 80, 120, 124, 92, 96);
    private final EffectTable table = new EffectTable();
    private final SeparationChart separation;
    private final ToggleButton suppressed = new ToggleButton("Suppressed");
    private final ToggleButton moved = new ToggleButton("Others that moved");
    private final ToggleButton fallen = new ToggleButton("Benign that fell");
    private @Nullable FeatureEffects shown;

    FeaturesPane(EvaluateModel model, ThemeManager themes) {
        getStyleClass().add("measured");
        separation = new SeparationChart(themes, this::choose);
        HBox right = new HBox(figures());
        HBox.setHgrow(right.getChildren().get(0), Priority.ALWAYS);
        HBox.setHgrow(right, Priority.ALWAYS);
        getChildren().addAll(plot(themes), right);
        table.getSelectionModel().selectedItemProperty().subscribe(separation::ring);
        model.measuredProperty().subscribe(this::show);
    }

    private Node plot(ThemeManager themes) {
        ChartLegend legend = new ChartLegend(themes);
        legend.add("Before", SeriesColor.BEFORE);
        legend.add("After", SeriesColor.AFTER);
        sentence.setId("features-sentence");
        VBox.setVgrow(separation, Priority.ALWAYS);
        VBox box = new VBox(8, Words.heading("Separation of the suppressed features"), legend, separation, sentence);
        box.getStyleClass().add("measured-plot");
        return box;
    }

    private Node figures() {
        layers.setId("features-layers");
        VBox.setVgrow(table, Priority.ALWAYS);
        return new VBox(8, Words.heading("The SAEs on both models"), texts, layers, switches(), table);
    }

    private Node switches() {
        ToggleGroup group = new ToggleGroup();
        suppressed.setTooltip(new Tooltip("Features that were to be suppressed, in the order of their selection"));
        moved.setTooltip(new Tooltip("Other features, by their larger change of firing rate on target or benign text"));
        fallen.setTooltip(
                new Tooltip("Other features that had been on more often on benign than on target text and fell there"));
        ToggleButton[] buttons = {suppressed, moved, fallen};
        String[] ids = {"suppressed", "moved", "fallen"};
        String[] shapes = {"left-pill", "center-pill", "right-pill"};
        for (int i = 0; i < buttons.length; i++) {
            ToggleButton button = buttons[i];
            button.setId("features-" + ids[i]);
            button.getStyleClass().addAll("small", shapes[i]);
            button.setMinWidth(USE_PREF_SIZE);
            button.setToggleGroup(group);
            button.setOnAction(event -> {
                button.setSelected(true); // one is always pressed
                fill();
            });
        }
        suppressed.setSelected(true);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(Words.heading("Features"), space, suppressed, moved, fallen);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("measured-switches");
        return line;
    }

    private void show(RunFindings measured) {
        FeatureEffects effects = measured.features();
        shown = effects;
        if (effects == null) {
            return;
        }
        texts.setText(String.format(
                Locale.ROOT,
                "The unchanged SAEs read both models on %s (%,d tokens) and %s (%,d tokens): the same texts, so every change is the"
                        + " model\u2019s.",
                effects.target().corpus(),
                effects.target().tokens(),
                effects.benign().corpus(),
                effects.benign().tokens()));
        suppressed.setText("Suppressed, " + effects.suppressed().size());
        moved.setText("Others that moved, " + effects.moved().size());
        fallen.setText("Benign that fell, " + effects.benignFallen().size());
        (effects.suppressed().isEmpty() ? moved : suppressed).setSelected(true);
        separation.show(effects.suppressed());
        sentence.setText(sentence(effects.suppressed()));
        layers(effects.layers());
        fill();
    }

    private static String sentence(List<FeatureEffect> suppressed) {
        if (suppressed.isEmpty()) {
            return "This method suppresses no chosen features.";
        }
        long fallen = suppressed.stream()
                .filter(effect -> effect.target().rateAfter() < effect.target().rateBefore() / 2)
                .count();
        double before = suppressed.stream()
                .mapToDouble(effect -> effect.target().rateBefore())
                .average()
                .orElse(0);
        double after = suppressed.stream()
                .mapToDouble(effect -> effect.target().rateAfter())
                .average()
                .orElse(0);
        return "Of " + suppressed.size() + " features " + fallen
                + " are on at less than half as many target tokens as before; on average at " + Figures.rate(before)
                + " \u2192 " + Figures.rate(after)
                + " %. Silent features show that the method did its work, not that the knowledge is gone.";
    }

    private void layers(List<LayerEffect> effects) {
        layers.clear();
        layers.head(
                1,
                "Features",
                "Suppressed",
                "Explained, target",
                "Explained, benign",
                "Others, target",
                "Others, benign");
        for (LayerEffect layer : effects) {
            layers.row(
                    layer.layer(),
                    "Variance explained before \u2192 after: a fall says that the model is in states the SAE does not know."
                            + " Others: mean absolute change of firing rate of features that were not suppressed, in points",
                    String.format(Locale.ROOT, "%,d", layer.features()),
                    layer.suppressed(),
                    explained(layer.target()),
                    explained(layer.benign()),
                    String.format(Locale.ROOT, "%.3f", 100 * layer.othersTarget()),
                    String.format(Locale.ROOT, "%.3f", 100 * layer.othersBenign()));
        }
    }

    private static String explained(FeatureEffects.FitChange fit) {
        return Figures.percent(fit.before().varianceExplained()) + " \u2192 "
                + Figures.percent(fit.after().varianceExplained());
    }

    private void fill() {
        FeatureEffects effects = shown;
        if (effects != null) {
            table.getItems()
                    .setAll(
                            suppressed.isSelected()
                                    ? effects.suppressed()
                                    : moved.isSelected() ? effects.moved() : effects.benignFallen());
            table.sort();
            table.scrollTo(0);
        }
    }

    private void choose(FeatureEffect feature) {
        suppressed.setSelected(true);
        fill();
        table.getSelectionModel().select(feature);
        table.scrollTo(feature);
    }
}
