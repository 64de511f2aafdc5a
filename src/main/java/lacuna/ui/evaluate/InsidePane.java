package lacuna.ui.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.LensCheck;
import lacuna.persistence.Persistence;
import lacuna.persistence.ProbeCheck;
import lacuna.project.RunFindings;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.ChartLegend;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** What the residual stream still says: right answers by the logit lens, topic and answers by linear probes, block by block. */
final class InsidePane extends ScrollPane {

    private static final double GUESSED_TOPIC = .5; // as many target as benign documents
    private static final double GUESSED_ANSWER = .25;
    private static final double WIDE = 66;
    private static final String PROBES =
            "Unlearned: the untouched model\u2019s probe. Fitted anew: on the unlearned model.";

    private final ThemeManager themes;
    private final VBox lens = card();
    private final VBox probe = card();
    private final VBox answers = card();

    InsidePane(EvaluateModel model, ThemeManager themes) {
        this.themes = themes;
        VBox probes = new VBox(16, probe, answers);
        HBox page = new HBox(lens, probes);
        page.getStyleClass().add("measured-cards");
        page.setFillHeight(false); // one card is as high as what it says
        for (VBox card : List.of(lens, probes)) {
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
        answers(measured.answers());
    }

    private void lens(@Nullable LensCheck check) {
        lens.getChildren().setAll(Words.heading("Logit lens: are the answers still there?"));
        if (check == null) {
            lens.getChildren().add(Words.caption("Not measured yet."));
            return;
        }
        BlockChart chart = new BlockChart(themes, "Target questions answered rightly by block");
        chart.setId("inside-lens");
        FigureGrid grid = new FigureGrid(WIDE, WIDE, WIDE, WIDE, WIDE, WIDE);
        grid.head(2, "Right, %", "Median rank", "Probability");
        grid.head(1, "Before", "After", "Before", "After", "Before", "After");
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
                .add(Words.caption(check.questions() + " questions of " + check.questionSet() + ", by "
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
        probe.getChildren().setAll(Words.heading("Linear probe: is the topic still seen?"));
        if (check == null) {
            probe.getChildren().add(Words.caption("Not measured yet."));
            return;
        }
        probe.getChildren()
                .add(Words.caption("Logistic regression tells " + check.target() + " from " + check.benign()
                        + ": fitted on " + check.fitted() + " documents, tested on " + check.tested()
                        + " others. " + PROBES
                        + " It shows whether the topic is seen, not whether facts are known. Dashed:"
                        + " guessing."));
        BlockChart chart = new BlockChart(themes, "Held-out documents told rightly by block");
        chart.setId("inside-probe");
        probes(probe, chart, GUESSED_TOPIC, "Labels turned", check.layers());
    }

    private void answers(@Nullable AnswerProbeCheck check) {
        answers.getChildren().setAll(Words.heading("Answer probe: are the answers still found?"));
        if (check == null) {
            answers.getChildren().add(Words.caption("Not measured yet."));
            return;
        }
        answers.getChildren()
                .add(Words.caption("Logistic regression finds the answers of " + check.questions() + " questions of "
                        + check.questionSet() + ", by " + check.protocol().title()
                        + ": each by a probe fitted on the other of "
                        + check.folds() + " folds. " + PROBES + " Dashed: one in four."));
        BlockChart chart = new BlockChart(themes, "Target questions whose answer is found, by block");
        chart.setId("inside-answers");
        probes(answers, chart, GUESSED_ANSWER, "Random answers", check.layers());
    }

    private void probes(VBox card, BlockChart chart, double guessed, String control, List<ProbeCheck.Layer> layers) {
        FigureGrid grid = new FigureGrid(WIDE + 6, WIDE + 16, WIDE + 20, WIDE + 30, WIDE + 30);
        grid.head(1, "Before, %", "Unlearned", "Fitted anew", "Recovered, %", control);
        for (ProbeCheck.Layer layer : layers) {
            grid.row(
                    layer.layer(),
                    "",
                    Figures.percent(layer.before().accuracy()),
                    Figures.percent(layer.unlearned().accuracy()),
                    Figures.percent(layer.attacked().accuracy()),
                    Double.isFinite(layer.recovered()) ? Figures.percentSigned(layer.recovered()) : "\u2013",
                    Figures.percent(layer.control().accuracy()));
        }
        show(
                chart,
                layers.stream().map(ProbeCheck.Layer::layer).toList(),
                guessed,
                List.of(
                        series("Before", SeriesColor.BEFORE, layers, ProbeCheck.Layer::before),
                        series("Unlearned", SeriesColor.AFTER, layers, ProbeCheck.Layer::unlearned),
                        series("Fitted anew", SeriesColor.TARGET, layers, ProbeCheck.Layer::attacked)),
                card);
        card.getChildren().add(grid);
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
}
