package lacuna.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.FluencyProxies;
import lacuna.evaluation.GeneratedText;
import lacuna.evaluation.GenerationsResult;
import lacuna.evaluation.Judge;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.TextMetrics;
import lacuna.persistence.ComparableChecks;
import lacuna.persistence.Persistence;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/**
 * Runs by what they did and what they cost. Accuracies stand in tables of one protocol each, the untouched model first.
 *
 * @param target accuracies on what was to be forgotten
 * @param benign accuracies on what was to stay
 * @param recoveredOn what the checks of persistence asked that the rows speak of; null where no run was checked
 * @param runs the other figures, the untouched model first
 */
public record RunComparison(
        AccuracyTable target, AccuracyTable benign, Persistence.@Nullable Basis recoveredOn, List<Row> runs) {

    private static final double PERCENT = 100;

    /**
     * @param repetition mean repetition of the continuations; a fluency proxy; NaN without continuations
     * @param onFront whether no other run forgets more and retains as much, or forgets as much and retains more
     * @param mostRecovered largest share that an attack won back, of those that asked {@code recoveredOn}; NaN where none was made or
     *     nothing was lost
     */
    public record Row(
            String name,
            String method,
            double target,
            double benign,
            double perplexity,
            double repetition,
            boolean onFront,
            double mostRecovered,
            OverallScore overall) {

        /** Forgets at least as much and retains at least as much, and one of them more. */
        boolean dominates(Row other) {
            return target <= other.target && benign >= other.benign && (target < other.target || benign > other.benign);
        }
    }

    public RunComparison {
        runs = List.copyOf(runs);
    }

    /** @throws LacunaException if a run has no evaluation with questions, or was asked others than the first */
    public static RunComparison of(List<RunFolder> folders) throws LacunaException {
        if (folders.isEmpty()) {
            throw new LacunaException("There is no run to compare. Name at least one run folder.");
        }
        Evaluation untouched = pair(folders.get(0)).before();
        AccuracyTable.Builder target = AccuracyTable.of(asked(untouched.target(), folders.get(0)));
        AccuracyTable.Builder benign = AccuracyTable.of(asked(untouched.benign(), folders.get(0)));
        Persistence.Basis recoveredOn = commonest(folders);
        List<Row> rows = new ArrayList<>();
        rows.add(row(AccuracyTable.UNTOUCHED, "none", pair(folders.get(0)), folders.get(0), State.BEFORE, Double.NaN));
        for (RunFolder folder : folders) {
            Evaluation.Pair pair = pair(folder);
            String name =
                    String.valueOf(folder.folder().toAbsolutePath().normalize().getFileName());
            try {
                target.row(name, asked(pair.after().target(), folder));
                benign.row(name, asked(pair.after().benign(), folder));
            } catch (IllegalArgumentException e) {
                throw new LacunaException(
                        folder.folder() + " was asked other questions than "
                                + folders.get(0).folder()
                                + ", or in another way; their figures do not belong together. Compare runs of one project.",
                        e);
            }
            rows.add(row(name, method(folder), pair, folder, State.AFTER, mostRecovered(folder, recoveredOn)));
        }
        return new RunComparison(target.build(), benign.build(), recoveredOn, marked(rows));
    }

    private static Evaluation.Pair pair(RunFolder folder) throws LacunaException {
        if (!folder.has(RunFolder.EVALUATION)) {
            throw new LacunaException(folder.folder() + " holds no " + RunFolder.EVALUATION
                    + ". Finish the run with 'lacuna run', which evaluates too.");
        }
        return Json.read(folder.file(RunFolder.EVALUATION), Evaluation.Pair.class);
    }

    private static MultipleChoiceResult asked(@Nullable MultipleChoiceResult result, RunFolder folder)
            throws LacunaException {
        if (result == null) {
            throw new LacunaException("The run " + folder.folder()
                    + " was not asked both target and benign questions. Name both in the project and evaluate again.");
        }
        return result;
    }

    private static String method(RunFolder folder) throws LacunaException {
        UnlearnConfig config = folder.settings().map(RunSettings::unlearning).orElse(null);
        return config == null ? "unknown" : config.title();
    }

    /** What the checks of most runs asked; of equals what has most questions. */
    private static Persistence.@Nullable Basis commonest(List<RunFolder> folders) throws LacunaException {
        Map<Persistence.Basis, Integer> runs = new LinkedHashMap<>();
        for (RunFolder folder : folders) {
            ComparableChecks.of(RunAttacks.read(folder)).forEach(group -> runs.merge(group.basis(), 1, Integer::sum));
        }
        return runs.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry<Persistence.Basis, Integer>::getValue)
                        .thenComparingInt(entry -> entry.getKey().questions()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static double mostRecovered(RunFolder folder, Persistence.@Nullable Basis basis) throws LacunaException {
        return ComparableChecks.of(RunAttacks.read(folder)).stream()
                .filter(group -> group.basis().equals(basis))
                .mapToDouble(ComparableChecks::mostRecovered)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Which of two models a figure is of. */
    enum State {
        BEFORE,
        AFTER;

        Evaluation of(Evaluation.Pair pair) {
            return this == BEFORE ? pair.before() : pair.after();
        }

        private double of(TextMetrics.Judged rating) {
            return (this == BEFORE ? rating.before() : rating.after()).value();
        }
    }

    private static Row row(
            String name, String method, Evaluation.Pair pair, RunFolder folder, State state, double recovered)
            throws LacunaException {
        Evaluation figures = state.of(pair);
        GenerationsResult generations = figures.generations();
        double repetition = generations == null
                ? Double.NaN
                : FluencyProxies.mean(generations.texts().stream()
                                .map(GeneratedText::text)
                                .toList())
                        .repetition();
        TextMetrics texts = folder.has(RunMeasures.TEXT_METRICS)
                ? Json.read(folder.file(RunMeasures.TEXT_METRICS), TextMetrics.class)
                : null;
        double target = asked(figures.target(), folder).accuracy();
        double benign = asked(figures.benign(), folder).accuracy();
        return new Row(
                name,
                method,
                target,
                benign,
                figures.perplexity().perplexity(),
                repetition,
                false,
                recovered,
                overall(target, benign, pair, texts, state));
    }

    /** Of one of the two models, with a judge's ratings where there are any. */
    static OverallScore overall(
            double target, double benign, Evaluation.Pair pair, @Nullable TextMetrics texts, State state) {
        OverallScore score = OverallScore.of(PERCENT * target, PERCENT * benign)
                .prediction(
                        pair.before().perplexity().perplexity(),
                        state.of(pair).perplexity().perplexity());
        return texts == null
                ? score
                : score.judged(
                        texts.judged(Judge.Scale.FLUENCY, state::of), texts.judged(Judge.Scale.CONCEPT, state::of));
    }

    private static List<Row> marked(List<Row> rows) {
        return rows.stream()
                .map(row -> new Row(
                        row.name,
                        row.method,
                        row.target,
                        row.benign,
                        row.perplexity,
                        row.repetition,
                        rows.stream().noneMatch(other -> other.dominates(row)),
                        row.mostRecovered,
                        row.overall))
                .toList();
    }
}
