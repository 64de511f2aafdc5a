package lacuna.ui.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lacuna.persistence.LensCheck;
import lacuna.persistence.Persistence;
import lacuna.persistence.ProbeCheck;
import lacuna.project.RunFindings;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.ChartLegend;
import org.jspecify.annotations.Nullable;

/** What the residual stream still says: right answers by the logit lens, and the topic by a linear probe, block by block. */
final class InsidePane extends ScrollPane {

    private static final double CHANCE_OF_PROBE = .5; // as many target as benign documents
    private static final double WIDE = 66;

    private final ThemeManager themes;
    private final VBox lens = card();
    private final VBox probe = card();

    InsidePane(EvaluateModel model, ThemeManager themes) {
        this.themes = themes;
        HBox page = new HBox(lens, probe);
        page.getStyleClass().add("measured-cards");
        for (VBox card : List.of(lens, probe)) {
            HBox.setHgrow(card, Priority.ALWAYS);
            card.setPrefWidth(100); // both get the same share of the room
        }
        setContent(page);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        model.measuredProperty().subscribe(this::show);
    }

    private void show(RunFindings measured) {
        lens(measured.lens());
        probe(measured.probe());
    }

    private void lens(@Nullable LensCheck check) {
        lens.getChildren().setAll(heading("Logit lens: are the answers still there?"));
        if (check == null) {
            lens.getChildren().add(caption("Not measured yet."));
            return;
        }
        BlockChart chart = new BlockChart(themes, "Target questions answered rightly by block");
        chart.setId("inside-lens");
        FigureGrid grid = new FigureGrid(WIDE, WIDE, WIDE, WIDE, WIDE, WIDE);
        grid.head(2, "Right, %", "Median rank", "Probability");
        grid.head(1, "before", "after", "before", "after", "before", "after");
        for (LensCheck.Layer layer : check.layers()) {
            grid.row(
                    layer.layer(),
                    "",
                    Figures.percent(layer.before().answers().accuracy()),
                    Figures.percent(layer.after().answers().accuracy()),
                    rank(layer.before()),
                    rank(layer.after()),
                    probability(layer.before()),
                    probability(layer.after()));
        }
        lens.getChildren()
                .add(caption(check.questions() + " questions of " + check.questionSet() + ", by "
                        + check.protocol().title()
                        + ", read behind each block as if it were the last. Rank and probability are of the right"
                        + " choice\u2019s first token. Dashed: one in four."));
        show(
                chart,
                check.layers().stream().map(LensCheck.Layer::layer).toList(),
                .25,
                List.of(
                        series(
                                "Before",
                                SeriesColor.BEFORE,
                                check.layers(),
                                layer -> layer.before().answers()),
                        series(
                                "Unlearned",
                                SeriesColor.AFTER,
                                check.layers(),
                                layer -> layer.after().answers())),
                lens);
        lens.getChildren().add(grid);
    }

    private static String rank(LensCheck.State state) {
        return String.format(Locale.ROOT, "%,.0f", state.medianRank());
    }

    private static String probability(LensCheck.State state) {
        return String.format(Locale.ROOT, "%.3f", state.meanProbability());
    }

    private void probe(@Nullable ProbeCheck check) {
        probe.getChildren().setAll(heading("Linear probe: is the topic still seen?"));
        if (check == null) {
            probe.getChildren().add(caption("Not measured yet."));
            return;
        }
        BlockChart chart = new BlockChart(themes, "Held-out documents told rightly by block");
        chart.setId("inside-probe");
        FigureGrid grid = new FigureGrid(WIDE + 6, WIDE + 16, WIDE + 20, WIDE + 30, WIDE + 30);
        grid.head(1, "Before, %", "Unlearned", "Fitted anew", "Recovered, %", "Labels turned");
        for (ProbeCheck.Layer layer : check.layers()) {
            grid.row(
                    layer.layer(),
                    "",
                    Figures.percent(layer.before().accuracy()),
                    Figures.percent(layer.unlearned().accuracy()),
                    Figures.percent(layer.attacked().accuracy()),
                    Double.isFinite(layer.recovered()) ? Figures.percentSigned(layer.recovered()) : "\u2013",
                    Figures.percent(layer.control().accuracy()));
        }
        probe.getChildren()
                .add(caption("Logistic regression tells " + check.target() + " from " + check.benign()
                        + ": fitted on " + check.fitted() + " documents, tested on " + check.tested()
                        + " others. Unlearned: the untouched model\u2019s probe. Fitted anew: on the unlearned model. It shows"
                        + " whether the topic is seen, not whether facts are known. Dashed: guessing."));
        show(
                chart,
                check.layers().stream().map(ProbeCheck.Layer::layer).toList(),
                CHANCE_OF_PROBE,
                List.of(
                        series("Before", SeriesColor.BEFORE, check.layers(), ProbeCheck.Layer::before),
                        series("Unlearned", SeriesColor.AFTER, check.layers(), ProbeCheck.Layer::unlearned),
                        series("Fitted anew", SeriesColor.TARGET, check.layers(), ProbeCheck.Layer::attacked)),
                probe);
        probe.getChildren().add(grid);
    }

    private static <L> BlockChart.Series series(
            String name, SeriesColor color, List<L> layers, Function<L, Persistence.Share> share) {
        return new BlockChart.Series(
                name,
                color,
                layers.stream().map(layer -> share.apply(layer).accuracy()).toList());
    }

    private void show(BlockChart chart, List<String> layers, double chance, List<BlockChart.Series> series, VBox card) {
        ChartLegend legend = new ChartLegend(themes);
        series.forEach(one -> legend.add(one.name(), one.color()));
        chart.show(layers, chance, series);
        card.getChildren().addAll(legend, chart);
    }

    private static VBox card() {
        VBox card = new VBox(8);
        card.getStyleClass().addAll("panel", "measured-card");
        return card;
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("subheading");
        return label;
    }

    private static Label caption(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
