package lacuna.project;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.FluencyProxies;
import lacuna.evaluation.GeneratedText;
import lacuna.evaluation.GenerationsResult;
import lacuna.evaluation.Judge;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.TextMetrics;
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
 * @param runs the other figures, the untouched model first
 */
public record RunComparison(AccuracyTable target, AccuracyTable benign, List<Row> runs) {

    private static final double PERCENT = 100;

    /**
     * @param repetition mean repetition of the continuations; a fluency proxy; NaN without continuations
     * @param onFront whether no other run forgets more and retains as much, or forgets as much and retains more
     * @param mostRecovered largest share that an attack won back; NaN where none was made or nothing was lost
     * @param overallJudged {@link OverallScore#ofQuestionsAndJudge}, in percent; NaN without a judge's ratings
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
            double overallJudged) {

        /** Harmonic mean of what was forgotten and what was kept, in percent: {@link OverallScore#ofQuestions}. */
        @JsonProperty
        public double overall() {
            return OverallScore.ofQuestions(PERCENT * target, PERCENT * benign);
        }

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
        Evaluation untouched = evaluation(folders.get(0)).before();
        AccuracyTable.Builder target = AccuracyTable.of(asked(untouched.target(), folders.get(0)));
        AccuracyTable.Builder benign = AccuracyTable.of(asked(untouched.benign(), folders.get(0)));
        List<Row> rows = new ArrayList<>();
        rows.add(row(
                AccuracyTable.UNTOUCHED, "none", untouched, folders.get(0), Double.NaN, TextMetrics.Judged::before));
        for (RunFolder folder : folders) {
            Evaluation after = evaluation(folder).after();
            String name =
                    String.valueOf(folder.folder().toAbsolutePath().normalize().getFileName());
            try {
                target.row(name, asked(after.target(), folder));
                benign.row(name, asked(after.benign(), folder));
            } catch (IllegalArgumentException e) {
                throw new LacunaException(
                        folder.folder() + " was asked other questions than "
                                + folders.get(0).folder()
                                + ", or in another way; their figures do not belong together. Compare runs of one project.",
                        e);
            }
            rows.add(row(name, method(folder), after, folder, mostRecovered(folder), TextMetrics.Judged::after));
        }
        return new RunComparison(target.build(), benign.build(), marked(rows));
    }

    private static Evaluation.Pair evaluation(RunFolder folder) throws LacunaException {
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

    private static double mostRecovered(RunFolder folder) throws LacunaException {
        return RunReport.persistence(folder).stream()
                .mapToDouble(Persistence::recovered)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    /** @param state which of the judge's figures belong to the row */
    private static Row row(
            String name,
            String method,
            Evaluation figures,
            RunFolder folder,
            double recovered,
            Function<TextMetrics.Judged, TextMetrics.Figure> state)
            throws LacunaException {
        GenerationsResult generations = figures.generations();
        double repetition = generations == null
                ? Double.NaN
                : FluencyProxies.mean(generations.texts().stream()
                                .map(GeneratedText::text)
                                .toList())
                        .repetition();
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
                judged(target, benign, folder, state));
    }

    private static double judged(
            double target, double benign, RunFolder folder, Function<TextMetrics.Judged, TextMetrics.Figure> state)
            throws LacunaException {
        TextMetrics texts = folder.has(RunMeasures.TEXT_METRICS)
                ? Json.read(folder.file(RunMeasures.TEXT_METRICS), TextMetrics.class)
                : null;
        return judged(target, benign, texts, state);
    }

    /** The overall score with a judge's ratings; NaN without. */
    static double judged(
            double target,
            double benign,
            @Nullable TextMetrics texts,
            Function<TextMetrics.Judged, TextMetrics.Figure> state) {
        if (texts == null) {
            return Double.NaN;
        }
        return OverallScore.ofQuestionsAndJudge(
                PERCENT * target,
                PERCENT * benign,
                texts.judged(Judge.Scale.FLUENCY, rating -> state.apply(rating).value()),
                texts.judged(Judge.Scale.CONCEPT, rating -> state.apply(rating).value()));
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
                        row.overallJudged))
                .toList();
    }
}
