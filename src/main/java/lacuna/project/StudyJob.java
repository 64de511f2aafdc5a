package lacuna.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import lacuna.evaluation.FluencyProxies;
import lacuna.evaluation.GeneratedText;
import lacuna.evaluation.GenerationsResult;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.QuestionSet.Part;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.Persistence;
import lacuna.persistence.ProbeCheck;
import lacuna.project.StudyResult.Check;
import lacuna.project.StudyResult.Figures;
import lacuna.project.StudyResult.Probe;
import lacuna.project.StudyResult.Row;
import lacuna.project.StudyResult.Share;
import lacuna.project.StudyResult.Spread;
import lacuna.project.StudyResult.Tried;
import lacuna.run.AtomicFiles;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/**
 * Works a {@link Study} off, method after method: trials, choice, repetition, checks of persistence. What is finished lies in the runs'
 * folders and is not computed again. After every repeated run {@code runs/NAME.json} and {@code runs/NAME.md} say how far it has come.
 */
public final class StudyJob {

    /** What a trial's folder keeps beside its adapter. */
    static final String TRIAL = "trial.json";

    private static final double PERCENT = 100;

    /**
     * A trial measured on the validation half.
     *
     * @param general null if the project has no general questions, or had none when this was measured
     * @param generalProtocol how these were asked; null if as the others
     */
    record Measured(
            double target,
            double benign,
            @Nullable Double general,
            @Nullable Protocol generalProtocol,
            double perplexity) {}

    /** {@value #TRIAL}: what was measured, and of which settings. */
    record KeptTrial(Measured measured, SelectionSettings selection, UnlearnConfig config) {}

    private final LoadedProject loaded;
    private final Study study;
    private final Path file;
    private final TrialMeter meter;
    private final Listener listener;

    /** Hears of the result as far as it has come, after every repeated run. */
    @FunctionalInterface
    public interface Listener {
        void onResult(StudyResult soFar) throws LacunaException;
    }

    /** @param file where the study was read from */
    public StudyJob(LoadedProject loaded, Study study, Path file, Listener listener) throws LacunaException {
        this.listener = listener;
        this.loaded = loaded;
        this.study = study;
        this.file = file.toAbsolutePath();
        this.meter = new TrialMeter(loaded);
    }

    /**
     * @return what was found
     * @throws Cancelled if the user asked to stop; what is finished stays
     * @throws LacunaException if the study does not fit the project, or a repeated run fails
     */
    public StudyResult run(Progress progress) throws LacunaException {
        List<List<Study.Trial>> trials = new ArrayList<>();
        for (Study.Method method : study.methods()) {
            trials.add(study.trials(method, loaded.project())); // a wrong value is told before anything is computed
        }
        Measured untouched =
                meter.untouched(loaded.project().runs().resolve(study.name() + "-untouched.json"), progress);
        List<Row> rows = new ArrayList<>();
        List<Evaluation.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            Study.Method method = study.methods().get(i);
            List<Tried> tried = new ArrayList<>();
            for (Study.Trial trial : trials.get(i)) {
                String place = method.name() + ", trial " + (tried.size() + 1) + " of " + study.trials();
                progress.log(place + ": " + trial.words());
                tried.add(tried(trial, untouched, new PrefixedProgress(place, progress)));
            }
            int best = best(method, tried);
            rows.add(repeat(method, trials.get(i).get(best), tried, rows, pairs, progress));
        }
        return write(rows, pairs.get(0).before());
    }

    private Tried tried(Study.Trial trial, Measured untouched, Progress progress) throws LacunaException {
        RunFolder folder = folder(trial);
        requireSame(folder, trial);
        try {
            RunRequest request = trial.request();
            if (!folder.has(TRIAL)) {
                new RunJob(loaded, folder).train(request, TrainingListener.NONE, progress);
            }
            if (!folder.has(TRIAL) || !meter.isWhole(kept(folder).measured())) {
                Json.write(
                        folder.file(TRIAL),
                        new KeptTrial(meter.of(folder, progress), request.selection(), request.config()));
            }
            Measured found = kept(folder).measured();
            double score = overall(
                    found.target(), found.benign(), found.general(), untouched.perplexity(), found.perplexity());
            progress.log(String.format(
                    Locale.ROOT,
                    "target %.3f, benign %.3f, %sperplexity %.2f, score %.2f",
                    found.target(),
                    found.benign(),
                    found.general() == null ? "" : String.format(Locale.ROOT, "general %.3f, ", found.general()),
                    found.perplexity(),
                    score));
            return new Tried(
                    trial.words(), found.target(), found.benign(), found.general(), found.perplexity(), score, "");
        } catch (Cancelled e) {
            throw e;
        } catch (LacunaException e) {
            progress.log("Failed: " + e.getMessage());
            return new Tried(
                    trial.words(), Double.NaN, Double.NaN, null, Double.NaN, null, String.valueOf(e.getMessage()));
        }
    }

    private static KeptTrial kept(RunFolder folder) throws LacunaException {
        return Json.read(folder.file(TRIAL), KeptTrial.class);
    }

    /** The figures of an earlier form of the study must not stand under the settings of this one. */
    private static void requireSame(RunFolder folder, Study.Trial trial) throws LacunaException {
        if (folder.has(TRIAL)) {
            KeptTrial kept = kept(folder);
            if (!kept.selection().equals(trial.request().selection())
                    || !kept.config().equals(trial.request().config())) {
                throw new LacunaException(folder.folder() + " holds a trial of other settings than "
                        + (trial.words().isEmpty() ? "those of the file" : trial.words())
                        + ": the study was another then. Give it another name, or remove that folder.");
            }
        }
    }

    /** The trial with the highest score; of equals the first. */
    static int best(Study.Method method, List<Tried> tried) throws LacunaException {
        int best = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < tried.size(); i++) {
            Double score = tried.get(i).score();
            if (score != null && score > highest) {
                best = i;
                highest = score;
            }
        }
        if (best < 0) {
            throw new LacunaException("Every trial of " + method.name() + " failed; the first: "
                    + tried.get(0).problem());
        }
        return best;
    }

    private Row repeat(
            Study.Method method,
            Study.Trial chosen,
            List<Tried> tried,
            List<Row> before,
            List<Evaluation.Pair> all,
            Progress progress)
            throws LacunaException {
        List<Evaluation.Pair> pairs = new ArrayList<>();
        List<List<Persistence>> checks = new ArrayList<>();
        List<RunFolder> runs = new ArrayList<>();
        for (long seed : study.seeds()) {
            Study.Trial repeated = study.repeated(method, chosen, seed);
            String place = method.name() + ", seed " + seed;
            progress.log(place + ": " + chosen.words());
            Progress prefixed = new PrefixedProgress(place, progress);
            // decision: what trains nothing is the same for every seed; only training it again is not
            boolean isAsBefore =
                    !runs.isEmpty() && repeated.request().config().blocks().isEmpty();
            RunFolder folder = isAsBefore ? runs.get(0) : folder(repeated);
            if (!isAsBefore) {
                new RunJob(loaded, folder).whole(repeated.request(), TrainingListener.NONE, prefixed);
            }
            pairs.add(Json.read(folder.file(RunFolder.EVALUATION), Evaluation.Pair.class));
            checks.add(checks(folder, seed, prefixed));
            runs.add(folder);
            List<Row> rows = new ArrayList<>(before);
            rows.add(row(method, chosen, tried, pairs, checks, probes(runs)));
            write(rows, pairs.get(0).before());
        }
        all.addAll(pairs);
        return row(method, chosen, tried, pairs, checks, probes(runs));
    }

    private List<Persistence> checks(RunFolder folder, long seed, Progress progress) throws LacunaException {
        Study.Checks wanted = study.checks();
        if (wanted == null) {
            return List.of();
        }
        Path beside = java.util.Objects.requireNonNull(file.getParent());
        return new AttackStage(loaded, folder).complete(wanted.plan(beside), seed, progress);
    }

    private Row row(
            Study.Method method,
            Study.Trial chosen,
            List<Tried> tried,
            List<Evaluation.Pair> pairs,
            List<List<Persistence>> checks,
            List<Probe> probes) {
        List<Evaluation> after = pairs.stream().map(Evaluation.Pair::after).toList();
        return new Row(
                method.name(),
                chosen.words(),
                tried,
                study.seeds().subList(0, pairs.size()),
                figures(after, pairs.get(0).before().perplexity().perplexity()),
                pooled(checks),
                probes);
    }

    private List<Probe> probes(List<RunFolder> runs) throws LacunaException {
        if (study.checks() == null || !study.checks().inside()) {
            return List.of();
        }
        List<List<ProbeCheck.Layer>> topic = new ArrayList<>();
        List<List<ProbeCheck.Layer>> answers = new ArrayList<>();
        int documents = 0;
        int questions = 0;
        for (RunFolder run : runs) {
            ProbeCheck seen = Json.read(run.file(RunAttacks.LINEAR_PROBE), ProbeCheck.class);
            AnswerProbeCheck found = Json.read(run.file(RunAttacks.ANSWER_PROBE), AnswerProbeCheck.class);
            topic.add(seen.layers());
            answers.add(found.layers());
            documents = seen.tested();
            questions = found.questions();
        }
        return List.of(
                Probe.of("topic of " + documents + " held-out documents", topic, documents),
                Probe.of("answers of " + questions + " questions", answers, questions));
    }

    private static List<Check> pooled(List<List<Persistence>> bySeed) {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < bySeed.get(0).size(); i++) {
            int number = i;
            List<Persistence> same =
                    bySeed.stream().map(seed -> seed.get(number)).toList();
            checks.add(new Check(
                    same.get(0).attack(),
                    Share.of(
                            values(same, check -> check.attacked().accuracy()),
                            same.get(0).questions()),
                    Spread.of(values(same, Persistence::recovered))));
        }
        return checks;
    }

    private static <T> double[] values(List<T> of, ToDoubleFunction<T> figure) {
        return of.stream().mapToDouble(figure).toArray();
    }

    private static Figures figures(List<Evaluation> states, double perplexityBefore) {
        int questions = test(states.get(0).target()).questions().size();
        double[] target = values(states, state -> test(state.target()).accuracy());
        double[] benign = values(states, state -> test(state.benign()).accuracy());
        double[] overall = values(
                states,
                state -> overall(
                        test(state.target()).accuracy(),
                        test(state.benign()).accuracy(),
                        general(state),
                        perplexityBefore,
                        state.perplexity().perplexity()));
        return new Figures(
                Share.of(target, questions),
                Share.of(benign, test(states.get(0).benign()).questions().size()),
                shareOfGeneral(states),
                Spread.of(values(states, state -> state.perplexity().perplexity())),
                Spread.of(values(states, state -> fluency(state).repetition())),
                Spread.of(values(states, state -> fluency(state).distinct2())),
                Spread.of(overall));
    }

    private static @Nullable Share shareOfGeneral(List<Evaluation> states) {
        return states.get(0).general() == null
                ? null
                : Share.of(
                        values(states, state -> test(state.general()).accuracy()),
                        test(states.get(0).general()).questions().size());
    }

    private static @Nullable Double general(Evaluation state) {
        return state.general() == null ? null : test(state.general()).accuracy();
    }

    private static double overall(
            double target, double benign, @Nullable Double general, double perplexityBefore, double perplexity) {
        return OverallScore.of(PERCENT * target, PERCENT * benign)
                .generalOrPrediction(general == null ? Double.NaN : PERCENT * general, perplexityBefore, perplexity)
                .score();
    }

    private static String rule(Evaluation before) {
        return "highest harmonic mean of 100 - target accuracy, benign accuracy and "
                + (before.general() == null ? "100 min(1, perplexity before / after)" : "accuracy on general questions")
                + " on the validation half of the questions; of equals the first";
    }

    private static MultipleChoiceResult test(@Nullable MultipleChoiceResult result) {
        return java.util.Objects.requireNonNull(result).part(Part.TEST); // the meter asks for them before anything runs
    }

    private static FluencyProxies fluency(Evaluation state) {
        GenerationsResult written = state.generations();
        return FluencyProxies.mean(
                written == null
                        ? List.of()
                        : written.texts().stream().map(GeneratedText::text).toList());
    }

    private StudyResult write(List<Row> rows, Evaluation before) throws LacunaException {
        MultipleChoiceResult target = test(before.target());
        MultipleChoiceResult general = before.general();
        StudyResult result = new StudyResult(
                study.name(),
                study.trials(),
                study.seeds(),
                rule(before),
                target.protocol().title(),
                target.questions().size(),
                general == null || general.protocol() == target.protocol()
                        ? null
                        : general.protocol().title(),
                figures(List.of(before), before.perplexity().perplexity()),
                rows,
                unfinished(rows));
        Json.write(json(), result);
        byte[] text = StudyTable.of(result).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        AtomicFiles.write(markdown(), out -> out.write(text));
        listener.onResult(result);
        return result;
    }

    private List<String> unfinished(List<Row> rows) {
        return study.methods().stream()
                .map(Study.Method::name)
                .filter(name -> rows.stream()
                        .noneMatch(
                                row -> row.method().equals(name) && row.seeds().equals(study.seeds())))
                .toList();
    }

    /** Every figure. */
    public Path json() {
        return loaded.project().runs().resolve(study.name() + ".json");
    }

    /** The table. */
    public Path markdown() {
        return loaded.project().runs().resolve(study.name() + ".md");
    }

    private RunFolder folder(Study.Trial trial) {
        return RunFolder.at(loaded.project().runs().resolve(trial.folder()));
    }
}
