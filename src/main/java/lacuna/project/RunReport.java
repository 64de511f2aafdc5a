package lacuna.project;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.GenerationPair;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.TextMetrics;
import lacuna.report.HtmlReport;
import lacuna.report.Report;
import lacuna.report.Review;
import lacuna.report.TargetText;
import lacuna.run.AtomicFiles;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.selection.FeatureSelection;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/** Gathers what a run's folder holds into a report. */
public final class RunReport {

    /** What a reviewer said. */
    public static final String REVIEW = "review.json";

    /** The page, in the run's folder. */
    public static final String PAGE = "report.html";

    private static final List<String> LIMITS = List.of(
            "Multiple choice can mislead: a model may lose the letters and keep the text, or the other way round. Read the continuations too.",
            "Suppressed features that stay silent show that the method did its work, not that the knowledge is gone.",
            "Only the attacks listed were tried; that they failed does not say that others will.",
            "Intervals speak of these questions and this run; another seed may differ by more.",
            "The questions are a sample of the topic; what they do not ask is not measured.");

    private RunReport() {}

    /** @throws LacunaException if the run has not been evaluated yet */
    public static Report of(RunFolder folder, TargetText text) throws LacunaException {
        if (!folder.has(RunFolder.EVALUATION)) {
            throw new LacunaException(folder.folder() + " holds no " + RunFolder.EVALUATION
                    + ", so there is nothing to report yet. Finish the run with 'lacuna run', which evaluates too.");
        }
        RunSettings settings = folder.settings()
                .orElseThrow(() -> new LacunaException(folder.folder() + " is no run of Lacuna's. Name a run folder."));
        Evaluation.Pair pair = Json.read(folder.file(RunFolder.EVALUATION), Evaluation.Pair.class);
        UnlearnConfig config = settings.unlearning();
        String method = config == null ? "unlearning" : config.title();
        RunFindings measured = RunFindings.of(folder);
        FeatureSelection selection = Json.read(folder.file(RunFolder.SELECTION), FeatureSelection.class);
        Map<String, String> hashes = new TreeMap<>(settings.inputs());
        hashes.put("result: what unlearned", Fingerprints.ofFile(RunModel.weightsIn(folder.folder())));
        hashes.put("program", settings.codeOrUnknown());
        return new Report(
                settings.project() + ", run " + folder.folder().getFileName(),
                method,
                settings.started(),
                Json.parseTree(config == null ? "{}" : Json.line(config), "the settings of the run"),
                hashes,
                Map.of(
                        "lacuna", settings.lacuna(),
                        "pytorch", settings.pytorch(),
                        "java", settings.java(),
                        "system", settings.system(),
                        "device", settings.device()),
                new RemovedEvidence(settings, selection).features(),
                new OwnQuestions(settings).of(pair, method),
                measures(pair),
                new Report.Inside(
                        overall(pair, method, measured.texts()),
                        measured.texts(),
                        measured.features(),
                        RunAttacks.read(folder),
                        measured.lens(),
                        measured.probe(),
                        measured.answers(),
                        asked(folder, pair, method)),
                text,
                generations(pair),
                LIMITS,
                review(folder));
    }

    private static List<Report.Overall> overall(Evaluation.Pair pair, String method, @Nullable TextMetrics texts) {
        List<Report.Overall> rows = new ArrayList<>();
        add(rows, AccuracyTable.UNTOUCHED, pair, texts, RunComparison.State.BEFORE);
        add(rows, method, pair, texts, RunComparison.State.AFTER);
        return rows;
    }

    private static void add(
            List<Report.Overall> rows,
            String model,
            Evaluation.Pair pair,
            @Nullable TextMetrics texts,
            RunComparison.State which) {
        Evaluation state = which.of(pair);
        if (state.target() != null && state.benign() != null) {
            rows.add(new Report.Overall(
                    model,
                    RunComparison.overall(
                            state.target().accuracy(),
                            state.benign().accuracy(),
                            pair,
                            RunComparison.Parts.of(pair),
                            texts,
                            which)));
        }
    }

    private static List<Report.Questions> asked(RunFolder folder, Evaluation.Pair pair, String method)
            throws LacunaException {
        return AskStage.read(folder).stream()
                .map(asked -> new Report.Questions(
                        kind(asked, pair.before()),
                        AccuracyTable.of(asked.before())
                                .row(method, asked.after())
                                .build(),
                        asked.flips()))
                .toList();
    }

    private static String kind(Asked asked, Evaluation own) {
        String sha256 = asked.before().sha256();
        if (isOf(own.benign(), sha256)) {
            return "benign";
        }
        if (isOf(own.general(), sha256)) {
            return "general";
        }
        return isOf(own.target(), sha256) ? "target" : "other";
    }

    private static boolean isOf(@Nullable MultipleChoiceResult own, String sha256) {
        return own != null && sha256.startsWith(own.sha256()); // a half's name follows the hash
    }

    private static List<Report.Measure> measures(Evaluation.Pair pair) {
        Evaluation before = pair.before();
        Evaluation after = pair.after();
        List<Report.Measure> measures = new ArrayList<>();
        measures.add(new Report.Measure(
                "perplexity",
                before.perplexity().corpus(),
                before.perplexity().perplexity(),
                after.perplexity().perplexity()));
        if (before.activity() != null && after.activity() != null) {
            measures.add(new Report.Measure(
                    "mean activation of the suppressed features",
                    before.activity().corpus(),
                    before.activity().mean(),
                    after.activity().mean()));
        }
        return measures;
    }

    private static List<GenerationPair> generations(Evaluation.Pair pair) {
        return pair.before().generations() == null || pair.after().generations() == null
                ? List.of()
                : pair.before().generations().pairedWith(pair.after().generations());
    }

    /** What a reviewer said of a run; {@link Review#NONE} where nobody has. */
    public static Review review(RunFolder folder) throws LacunaException {
        return folder.has(REVIEW) ? Json.read(folder.file(REVIEW), Review.class) : Review.NONE;
    }

    public static void keep(RunFolder folder, Review review) throws LacunaException {
        Json.write(folder.file(REVIEW), review);
    }

    /**
     * Writes a report as a page and, beside it under the same name, its JSON twin.
     *
     * @return the twin
     */
    public static Path write(Report report, Path page) throws LacunaException {
        byte[] html = HtmlReport.of(report).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(page, to -> to.write(html));
        String name = String.valueOf(page.getFileName()).replaceFirst("\\.html?$", "");
        Path twin = page.resolveSibling(name + ".json");
        Json.write(twin, report);
        return twin;
    }
}
