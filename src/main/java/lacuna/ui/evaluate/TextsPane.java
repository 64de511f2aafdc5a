package lacuna.ui.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lacuna.evaluation.FluencyProxies;
import lacuna.evaluation.TextMetrics;
import lacuna.evaluation.TextMetrics.Figure;
import lacuna.evaluation.TextMetrics.Judged;
import lacuna.evaluation.TextMetrics.Predicted;
import lacuna.evaluation.TextMetrics.Proxies;
import lacuna.evaluation.TextMetrics.Written;
import lacuna.project.RunFindings;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.Capital;
import lacuna.ui.widget.ChartLegend;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** How well held-out text is predicted, and what the model writes: counted, which gives proxies, and rated where a judge was asked. */
final class TextsPane extends ScrollPane {

    private static final String NONE = "\u2013";
    private static final double WIDE = 72;
    private static final double NARROW = 900; // figures stay near their names

    private final DotPlot perplexities;
    private final VBox predicted = new VBox();
    private final VBox written = new VBox();
    private final VBox judged = new VBox();
    private final Label keywords = Words.caption("");

    TextsPane(EvaluateModel model, ThemeManager themes) {
        perplexities = new DotPlot(themes);
        HBox.setHgrow(predicted, Priority.ALWAYS);
        ChartLegend legend = new ChartLegend(themes);
        legend.add("Before", SeriesColor.BEFORE);
        legend.add("After", SeriesColor.AFTER);
        VBox plot = new VBox(8, legend, perplexities);
        plot.getStyleClass().add("texts-plot");
        HBox both = new HBox(24, plot, predicted);
        VBox page = new VBox(
                card(
                        "Perplexity of held-out text",
                        "Documents read from their beginning; 95 % intervals by drawing documents again. Lower is better.",
                        both),
                card(
                        "What the model writes, by counting: proxies",
                        "Nobody has held these against people\u2019s ratings. They tell loops and debris from prose, and whether the"
                                + " concept is spoken of, no more.",
                        written,
                        keywords),
                card(
                        "What the model writes, by a judge",
                        "Another language model\u2019s mean rating from 0 to 2, with a 95 % interval by drawing texts again.",
                        judged));
        page.getStyleClass().add("measured-cards");
        setContent(page);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setId("texts-page");
        model.measuredProperty().subscribe(this::show);
    }

    private void show(RunFindings measured) {
        TextMetrics texts = measured.texts();
        if (texts == null) {
            return;
        }
        plot(texts.predicted());
        predicted.getChildren().setAll(predicted(texts.predicted()));
        written.getChildren().setAll(written(texts.written()));
        TextMetrics.KeywordList list = texts.keywords();
        keywords.setText(
                list == null
                        ? "No list of keywords was given; keywords.txt in the project folder is taken where there is one."
                        : "Keywords: " + list.words() + " words of " + list.file() + ".");
        judged.getChildren().setAll(judged(texts.judged()));
    }

    private void plot(List<Predicted> all) {
        List<DotPlot.Row> rows = new ArrayList<>();
        double most = 0;
        for (Predicted line : all) {
            rows.add(new DotPlot.Row(Capital.of(line.kind()), value(line.before()), value(line.after())));
            most = Math.max(
                    most,
                    Math.max(
                            line.before().interval().high(),
                            line.after().interval().high()));
        }
        double step = Figures.step(most);
        perplexities.show(rows, new DotPlot.Scale(step * Math.ceil(most / step), step, Figures::tick, Double.NaN, ""));
    }

    private static DotPlot.Value value(Figure figure) {
        return new DotPlot.Value(
                figure.value(), figure.interval().low(), figure.interval().high());
    }

    private static Node predicted(List<Predicted> all) {
        FigureGrid grid = new FigureGrid(60, 64, 84, 64, 92, 60, 92);
        grid.setId("texts-predicted");
        grid.head(1, "Tokens", "", "Before", "", "After", "", "After / before"); // above figure and interval
        for (Predicted line : all) {
            grid.row(
                    Capital.of(line.kind()) + ", " + line.corpus(),
                    "Texts cut at " + line.maxTokens() + " tokens",
                    String.format(Locale.ROOT, "%,d", line.tokens()),
                    decimals(line.before().value(), 2),
                    interval(line.before(), 1),
                    decimals(line.after().value(), 2),
                    interval(line.after(), 1),
                    decimals(line.ratio().value(), 3),
                    interval(line.ratio(), 3));
        }
        return grid;
    }

    private static Node written(List<Written> groups) {
        if (groups.isEmpty()) {
            return Words.caption("Nothing was continued: the project has no prompts.");
        }
        double[] widths = new double[2 * groups.size()];
        Arrays.fill(widths, WIDE);
        FigureGrid grid = new FigureGrid(widths);
        grid.setId("texts-written");
        grid.setMaxWidth(NARROW);
        grid.head(
                2,
                groups.stream()
                        .map(group -> Capital.of(group.group()) + ", " + group.texts() + " texts")
                        .toArray(String[]::new));
        grid.head(
                1,
                groups.stream()
                        .flatMap(group -> List.of("Before", "After").stream())
                        .toArray(String[]::new));
        grid.section("Proxies of fluency");
        fluency(
                grid,
                groups,
                "Repetition",
                "Runs of four words that stood there before: lower is better",
                3,
                FluencyProxies::repetition);
        fluency(
                grid,
                groups,
                "Distinct pairs",
                "Different word pairs as a share of all: higher is better",
                2,
                FluencyProxies::distinct2);
        fluency(
                grid,
                groups,
                "Compression",
                "Bytes over bytes packed; loops lie far above prose",
                2,
                FluencyProxies::compression);
        fluency(
                grid,
                groups,
                "Non-letters",
                "Characters that are neither letter, digit, blank nor punctuation",
                3,
                FluencyProxies::nonLetters);
        row(
                grid,
                groups,
                "Perplexity, untouched model",
                "Of the continuation as the untouched model reads it",
                proxies -> decimals(proxies.perplexityUnderFrozen(), 2));
        grid.section("Proxies of the concept");
        row(
                grid,
                groups,
                "Suppressed features fire, %",
                "Continuation tokens at which one of them is on when the untouched model reads them",
                proxies -> share(proxies.salientRate()));
        row(
                grid,
                groups,
                "With a keyword, %",
                "Continuations with one of the keywords",
                proxies -> share(proxies.keywordRate()));
        return grid;
    }

    private static void fluency(
            FigureGrid grid,
            List<Written> groups,
            String name,
            String meaning,
            int decimals,
            ToDoubleFunction<FluencyProxies> figure) {
        row(grid, groups, name, meaning, proxies -> decimals(figure.applyAsDouble(proxies.fluency()), decimals));
    }

    private static void row(
            FigureGrid grid, List<Written> groups, String name, String meaning, Function<Proxies, String> figure) {
        grid.row(
                name,
                meaning,
                groups.stream()
                        .flatMap(group -> List.of(figure.apply(group.before()), figure.apply(group.after())).stream())
                        .toArray());
    }

    private static Node judged(List<Judged> all) {
        if (all.isEmpty()) {
            return Words.caption(
                    "No judge was asked. 'lacuna evaluate --run' asks one at an address that you give; prompts and"
                            + " continuations leave this machine then, so the window does not.");
        }
        FigureGrid grid = new FigureGrid(WIDE, 96, WIDE, 96);
        grid.setId("texts-judged");
        grid.setMaxWidth(NARROW);
        grid.head(1, "", "Before", "", "After");
        for (Judged line : all) {
            grid.row(
                    Capital.of(line.group()) + ", " + line.scale().name().toLowerCase(Locale.ROOT) + ", by "
                            + line.model(),
                    "",
                    decimals(line.before().value(), 2),
                    interval(line.before(), 2),
                    decimals(line.after().value(), 2),
                    interval(line.after(), 2));
        }
        return grid;
    }

    private static String share(@Nullable Double share) {
        return share == null || share.isNaN() ? NONE : Figures.percent(share);
    }

    private static String decimals(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : NONE;
    }

    private static FigureGrid.Small interval(Figure figure, int decimals) {
        return new FigureGrid.Small(decimals(figure.interval().low(), decimals) + "\u2013"
                + decimals(figure.interval().high(), decimals));
    }

    private static Node card(String title, String meaning, Node... parts) {
        Label heading = Words.heading(title);
        VBox card = new VBox(8, heading, Words.caption(meaning));
        card.getChildren().addAll(parts);
        card.getStyleClass().addAll("panel", "measured-card");
        return card;
    }
}
