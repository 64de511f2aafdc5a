package lacuna.ui.evaluate;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import lacuna.evaluation.FeatureActivityResult;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.project.Evaluation;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.ChartLegend;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** The measures as pictures: accuracies with their intervals, activity layer by layer. */
final class ChangePlots extends VBox {

    private final DotPlot accuracy;
    private final DotPlot activity;
    private final VBox accuracyBox;
    private final VBox activityBox;

    ChangePlots(EvaluateModel model, ThemeManager themes) {
        getStyleClass().add("change-plots");
        accuracy = new DotPlot(themes);
        activity = new DotPlot(themes);
        ChartLegend legend = new ChartLegend(themes);
        legend.add("Before", SeriesColor.BEFORE);
        legend.add("After", SeriesColor.AFTER);
        accuracyBox = section("Accuracy, with 95 % intervals", accuracy);
        activityBox = section("Mean activation of suppressed features, by layer", activity);
        getChildren().addAll(new HBox(legend), accuracyBox, activityBox);
        model.resultProperty().subscribe(this::show);
    }

    private static VBox section(String title, DotPlot plot) {
        Label heading = Words.heading(title);
        VBox box = new VBox(8, heading, plot);
        return box;
    }

    private void show(Evaluation.@Nullable Pair pair) {
        if (pair == null) {
            return;
        }
        List<DotPlot.Row> accuracies = new ArrayList<>();
        add(accuracies, "Target", pair.before().target(), pair.after().target());
        add(accuracies, "Benign", pair.before().benign(), pair.after().benign());
        add(accuracies, "General", pair.before().general(), pair.after().general());
        accuracy.show(
                accuracies,
                new DotPlot.Scale(1, 0.25, share -> Math.round(100 * share) + " %", chance(pair.before()), "Chance"));
        show(accuracyBox, !accuracies.isEmpty());
        showActivity(pair.before().activity(), pair.after().activity());
    }

    private static void add(
            List<DotPlot.Row> rows,
            String name,
            @Nullable MultipleChoiceResult before,
            @Nullable MultipleChoiceResult after) {
        if (before != null && after != null) {
            rows.add(new DotPlot.Row(name, value(before), value(after)));
        }
    }

    private static DotPlot.Value value(MultipleChoiceResult result) {
        return new DotPlot.Value(
                result.accuracy(), result.interval().low(), result.interval().high());
    }

    /** What guessing would score, from the number of choices. */
    private static double chance(Evaluation evaluation) {
        MultipleChoiceResult result = evaluation.target();
        return result == null
                ? Double.NaN
                : result.questions().stream()
                        .mapToDouble(question -> 1.0 / question.logLikelihoods().size())
                        .average()
                        .orElse(Double.NaN);
    }

    private void showActivity(@Nullable FeatureActivityResult before, @Nullable FeatureActivityResult after) {
        boolean measured = before != null && after != null && !before.layers().isEmpty();
        show(activityBox, measured);
        if (before == null || after == null || !measured) {
            return;
        }
        List<DotPlot.Row> rows = new ArrayList<>();
        double largest = 0;
        for (int i = 0; i < before.layers().size(); i++) {
            double was = before.layers().get(i).mean();
            double is = after.layers().get(i).mean();
            rows.add(
                    new DotPlot.Row(before.layers().get(i).layer(), DotPlot.Value.exact(was), DotPlot.Value.exact(is)));
            largest = Math.max(largest, Math.max(was, is));
        }
        double step = Figures.step(largest);
        activity.show(
                rows,
                new DotPlot.Scale(step * Math.max(1, Math.ceil(largest / step)), step, Figures::tick, Double.NaN, ""));
    }

    private static void show(VBox box, boolean shown) {
        box.setVisible(shown);
        box.setManaged(shown);
    }
}
