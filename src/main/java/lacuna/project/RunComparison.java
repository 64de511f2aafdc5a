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
 * @param general accuracies on everything else; null unless every run was asked the same general questions. Only then they go into the
 *     overall scores, for scores of different parts must not stand side by side
 * @param notAskedGeneral runs that were not asked the general questions which another was asked; empty where all or none were
 * @param recoveredOn what the checks of persistence asked that the rows speak of; null where no run was checked
 * @param runs the other figures, the untouched model first
 */
public record RunComparison(
        AccuracyTable target,
        AccuracyTable benign,
        @Nullable AccuracyTable general,
        List<String> notAskedGeneral,
        Persistence.@Nullable Basis recoveredOn,
        List<Row> runs) {

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
        notAskedGeneral = List.copyOf(notAskedGeneral);
        runs = List.copyOf(runs);
    }

    /** @throws LacunaException if a run has no evaluation with questions, or was asked others than the first */
    public static RunComparison of(List<RunFolder> folders) throws LacunaException {
        if (folders.isEmpty()) {
            throw new LacunaException("There is no run to compare. Name at least one run folder.");
        }
        List<String> names = folders.stream().map(RunComparison::name).toList();
        List<Evaluation.Pair> pairs = new ArrayList<>();
        for (RunFolder folder : folders) {
            pairs.add(pair(folder));
        }
        RunFolder first = folders.get(0);
        AccuracyTable.Builder target =
                AccuracyTable.of(asked(pairs.get(0).before().target(), first));
        AccuracyTable.Builder benign =
                AccuracyTable.of(asked(pairs.get(0).before().benign(), first));
        GeneralQuestions general = GeneralQuestions.of(names, pairs);
        Parts parts = general.table() == null ? Parts.WITH_PERPLEXITY : Parts.WITH_GENERAL;
        Persistence.Basis recoveredOn = commonest(folders);
        List<Row> rows = new ArrayList<>();
        Subject untouched = new Subject(AccuracyTable.UNTOUCHED, "none", first, pairs.get(0), State.BEFORE);
        rows.add(row(untouched, parts, Double.NaN));
        for (int i = 0; i < folders.size(); i++) {
            RunFolder folder = folders.get(i);
            Evaluation.Pair pair = pairs.get(i);
            String name = names.get(i);
            try {
                target.row(name, asked(pair.after().target(), folder));
                benign.row(name, asked(pair.after().benign(), folder));
            } catch (IllegalArgumentException e) {
                throw new LacunaException(
                        folder.folder() + " was asked other questions than "
                                + first.folder()
                                + ", or in another way; their figures do not belong together. Compare runs of one project.",
                        e);
            }
            Subject run = new Subject(name, method(folder), folder, pair, State.AFTER);
            rows.add(row(run, parts, mostRecovered(folder, recoveredOn)));
        }
        return new RunComparison(
                target.build(), benign.build(), general.table(), general.notAsked(), recoveredOn, marked(rows));
    }

    /** Why general questions do not go into the overall scores though some runs were asked them, in sentences; empty if that is not so. */
    public String whyNoGeneral() {
        return notAskedGeneral.isEmpty()
                ? ""
                : "Not asked the same general questions in the same way as the others: "
                        + String.join(", ", notAskedGeneral)
                        + ". So perplexity stands in for them in every overall score.";
    }

    private static String name(RunFolder folder) {
        return String.valueOf(folder.folder().toAbsolutePath().normalize().getFileName());
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

    /** What of a model that is not target or benign goes into its overall score. */
    enum Parts {
        WITH_GENERAL,
        WITH_PERPLEXITY;

        /** As much as the run itself allows, for scores that stand beside no other run's. */
        static Parts of(Evaluation.Pair pair) {
            return pair.before().general() == null || pair.after().general() == null ? WITH_PERPLEXITY : WITH_GENERAL;
        }
    }

    /** A model that becomes a row. */
    private record Subject(String name, String method, RunFolder folder, Evaluation.Pair pair, State state) {}

    private static Row row(Subject model, Parts parts, double recovered) throws LacunaException {
        RunFolder folder = model.folder;
        Evaluation figures = model.state.of(model.pair);
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
                model.name,
                model.method,
                target,
                benign,
                figures.perplexity().perplexity(),
                repetition,
                false,
                recovered,
                overall(target, benign, model.pair, parts, texts, model.state));
    }

    /** Of one of the two models, with a judge's ratings where there are any. */
    static OverallScore overall(
            double target, double benign, Evaluation.Pair pair, Parts parts, @Nullable TextMetrics texts, State state) {
        MultipleChoiceResult general = state.of(pair).general();
        OverallScore score = OverallScore.of(PERCENT * target, PERCENT * benign)
                .generalOrPrediction(
                        general == null || parts == Parts.WITH_PERPLEXITY ? Double.NaN : PERCENT * general.accuracy(),
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
