package lacuna.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lacuna.features.CorpusSide;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerStatistics;
import lacuna.features.Passage;
import lacuna.model.HookPoint;
import lacuna.project.FeatureExport;
import lacuna.project.LoadedProject;
import lacuna.project.Pipeline;
import lacuna.project.Project;
import lacuna.report.FeatureCards;
import lacuna.report.FeatureLine;
import lacuna.report.FeatureList;
import lacuna.report.FeatureSource;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;
import lacuna.tensor.Torch;
import lacuna.text.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which features carry the target, with the evidence. */
@Command(
        name = "analyze",
        description = "List the features that set the target texts apart, strongest first, with their best passage.",
        footer = {
            "",
            "Examples:",
            "  lacuna analyze sample-projects/ember-isles --top 20",
            "  lacuna analyze sample-projects/ember-isles --json --k 10 > features.json",
            "  lacuna analyze sample-projects/ember-isles --csv --all > features.csv"
        })
final class AnalyzeCommand extends StageCommand {

    private static final int PASSAGE_WIDTH = 60;

    @Mixin
    private ProjectOptions projectOptions = new ProjectOptions();

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "At most so many for each layer (default: all that are chosen).")
    private int top = Integer.MAX_VALUE;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    AnalyzeCommand(Console console) {
        super(console);
    }

    @Option(names = "--csv", description = "A head and a line for each feature, with every number the window shows.")
    private boolean csv;

    @Option(names = "--all", description = "With --csv: every feature that is on anywhere, not only those chosen.")
    private boolean all;

    /** One chosen feature. */
    record Row(
            String id,
            String layer,
            int feature,
            double score,
            String reason,
            long targetCount,
            long benignCount,
            double targetRate,
            double benignRate,
            double targetMean,
            double benignMean,
            double targetMeanWhenOn,
            double benignMeanWhenOn,
            double targetMax,
            String passage) {}

    /** What {@code --json} prints. */
    record Listing(String mode, String units, long targetTokens, long benignTokens, List<Row> features) {}

    @Override
    void execute() throws LacunaException {
        if (top < 1) {
            throw new LacunaException("--top is " + top + ". Give at least 1.");
        }
        if (json && csv) {
            throw new LacunaException("--json and --csv were both given. Choose one.");
        }
        if (all && !csv) {
            throw new LacunaException("--all lists features without a score, which only --csv can tell. Add --csv.");
        }
        Project project = projectOptions.open(common());
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress())) {
            Pipeline pipeline = new Pipeline(loaded);
            FeatureStatistics statistics = pipeline.statistics(console().progress());
            FeatureSelection selection = pipeline.select(statistics, projectOptions.source());
            FeatureExport export = FeatureExport.of(project);
            FeatureSource source = export.source(statistics);
            if (csv) {
                console().print("%s", csv(export, source, statistics, selection).stripTrailing());
            } else {
                print(
                        project,
                        statistics,
                        rows(source, statistics, selection, loaded.model().tokenizer()));
            }
        }
    }

    private String csv(
            FeatureExport export, FeatureSource source, FeatureStatistics statistics, FeatureSelection selection) {
        FeatureCards cards = new FeatureCards(statistics, source, id -> "");
        List<FeatureLine> lines = new ArrayList<>();
        for (LayerStatistics layer : statistics.layers()) {
            HookPoint hook = layer.hook();
            int[] chosen = all ? onAnywhere(layer) : selection.of(hook.toString());
            for (int i = 0; i < Math.min(top, chosen.length); i++) {
                lines.add(cards.line(hook, chosen[i], export.opinion(hook, chosen[i])));
            }
        }
        return new FeatureList(source, lines).csv();
    }

    private static int[] onAnywhere(LayerStatistics layer) {
        return IntStream.range(0, layer.features())
                .filter(f -> layer.targetCount()[f] + layer.benignCount()[f] > 0)
                .toArray();
    }

    private List<Row> rows(
            FeatureSource source, FeatureStatistics statistics, FeatureSelection selection, Tokenizer tokenizer)
            throws LacunaException {
        java.util.Map<String, Integer> shown = new java.util.HashMap<>();
        List<Row> rows = new java.util.ArrayList<>();
        for (SelectedFeature feature : selection.features()) {
            if (shown.merge(feature.layer(), 1, Integer::sum) <= top) {
                HookPoint hook = HookPoint.parse(feature.layer());
                LayerStatistics layer = statistics.layer(hook).orElseThrow();
                rows.add(row(source, feature, layer, passage(statistics, hook, feature.feature(), tokenizer)));
            }
        }
        return rows;
    }

    private static Row row(FeatureSource source, SelectedFeature selected, LayerStatistics layer, String passage) {
        int f = selected.feature();
        return new Row(
                source.id(layer.hook(), f),
                selected.layer(),
                f,
                selected.score(),
                selected.reason(),
                layer.targetCount()[f],
                layer.benignCount()[f],
                layer.rate(CorpusSide.TARGET, f),
                layer.rate(CorpusSide.BENIGN, f),
                layer.mean(CorpusSide.TARGET, f),
                layer.mean(CorpusSide.BENIGN, f),
                layer.meanWhenOn(CorpusSide.TARGET, f),
                layer.meanWhenOn(CorpusSide.BENIGN, f),
                layer.targetMax()[f],
                passage);
    }

    /** The strongest target passage up to and with its peak, in which the peak's token stands in [brackets]. */
    private static String passage(FeatureStatistics statistics, HookPoint hook, int feature, Tokenizer tokenizer) {
        List<Passage> passages = statistics.passages(hook, feature, CorpusSide.TARGET);
        if (passages.isEmpty()) {
            return "";
        }
        Passage first = passages.get(0);
        StringBuilder text = new StringBuilder();
        for (int i = first.wordStart(0, tokenizer::piece); i < first.tokenIds().length; i++) {
            String piece = tokenizer.piece(first.tokenIds()[i]);
            text.append(i == first.peak() ? "[" + piece + "]" : piece);
        }
        return text.toString().replaceAll("\\s+", " ").strip();
    }

    private void print(Project project, FeatureStatistics statistics, List<Row> rows) {
        String mode = project.manifest().selection().mode().name().toLowerCase(Locale.ROOT);
        if (json) {
            console()
                    .print(
                            "%s",
                            Json.line(new Listing(
                                    mode,
                                    statistics.units(),
                                    statistics.targetTokens(),
                                    statistics.benignTokens(),
                                    rows)));
            return;
        }
        console()
                .print(
                        "Mode %s, %d target tokens, %d benign tokens.",
                        mode, statistics.targetTokens(), statistics.benignTokens());
        console()
                .print(
                        "%-14s %8s %9s %9s %9s %9s  %s",
                        "layer", "feature", "target %", "benign %", "mean", "max", "best target passage");
        for (Row row : rows) {
            console()
                    .print(
                            "%-14s %8d %9.3f %9.3f %9.4f %9.3f  %s",
                            row.layer(),
                            row.feature(),
                            100 * row.targetRate(),
                            100 * row.benignRate(),
                            row.targetMean(),
                            row.targetMax(),
                            around(row.passage()));
        }
    }

    private static String around(String passage) {
        int peak = Math.max(0, passage.indexOf('['));
        int start = Math.max(0, peak - PASSAGE_WIDTH / 2);
        return passage.substring(start, Math.min(passage.length(), start + PASSAGE_WIDTH));
    }
}
