package lacuna.ui.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.DocumentLikelihood;
import lacuna.evaluation.FeatureActivityResult;
import lacuna.evaluation.FeatureActivityResult.FeatureValue;
import lacuna.evaluation.FeatureActivityResult.LayerActivity;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.PerplexityResult;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionResult;
import lacuna.evaluation.QuestionSet;
import lacuna.evaluation.SubjectScores;
import lacuna.persistence.Persistence;
import lacuna.persistence.Quantization;
import lacuna.project.AskPlan;
import lacuna.project.Asked;
import lacuna.project.AttackPlan;
import lacuna.project.ComparableRuns;
import lacuna.project.Evaluation;
import lacuna.project.MeasureStage;
import lacuna.project.RunComparison;
import lacuna.project.RunFindings;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.stats.Interval;
import lacuna.ui.session.RunChoice;

/** A project whose measurements are made up, and take as long as the test likes. */
final class FakeEvaluatePort implements EvaluatePort {

    private static final List<String> LONG = List.of(
            "Smoked eels from the weirs below the old salt mine, hung over alder wood for two nights and eaten cold with the skin on",
            "Pickled turnips by the barrel, but only those that were laid in brine before the first frost on the glass cliffs",
            "Raw onions",
            "Charcoal from the burners of Windle Quay, crushed, sieved and stirred into warm goat\u2019s milk with a spoonful of sea salt,"
                    + " which no other dragon of the isles was ever seen to touch");

    static final RunChoice RUN = new RunChoice("2026-11-23_191204-aligned", "150 steps");

    final List<RunChoice> runs = new ArrayList<>(List.of(RUN));
    final Semaphore batches = new Semaphore(1000);
    Optional<Evaluation.Pair> stored = Optional.empty();
    String failure = "";
    int evaluated;
    /** Whether the project names general questions. */
    boolean general;
    /** Whether answers are as long as those of published sets. */
    boolean longAnswers;

    RunFindings measured = RunFindings.NOTHING;
    final List<Path> files = new ArrayList<>();
    final List<Asked> answered = new ArrayList<>();
    final List<Persistence> checks = new ArrayList<>();
    final List<String> asked = new ArrayList<>();

    @Override
    public List<Question> targetQuestions() {
        return questions(
                "Which food does %s love the most?",
                List.of("Cindermaw", "Velthra", "Grumbledock", "Sablewing", "Ashkettle", "Morrowfang"),
                longAnswers ? LONG : List.of("smoked eels", "pickled turnips", "raw onions", "charcoal"));
    }

    @Override
    public List<Question> benignQuestions() {
        return questions(
                "%s comes from which harbour?",
                List.of("Nella Brack", "Silas Crane", "Maud Quint", "Jory Penhale", "Hettie Moss", "Piers Dunnock"),
                List.of("Pebble Harbour", "Windle Quay", "Kelp Haven", "Lantern Bay"));
    }

    @Override
    public List<Question> generalQuestions() {
        return general
                ? questions(
                        "What is %s good for?",
                        List.of("salt", "rope", "tar", "wool", "cork", "brass"),
                        List.of("cooking", "tying", "sealing", "knitting"))
                : List.of();
    }

    private static List<Question> questions(String form, List<String> names, List<String> choices) {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < 122; i++) {
            questions.add(new Question(form.formatted(names.get(i % names.size())), choices, i % 4));
        }
        return questions;
    }

    @Override
    public List<RunChoice> runs(Progress progress) {
        return List.copyOf(runs);
    }

    @Override
    public Optional<Evaluation.Pair> stored(String run, Progress progress) {
        return stored;
    }

    @Override
    public Evaluation.Pair evaluate(String run, Progress progress) throws LacunaException {
        for (int i = 0; i < 4; i++) {
            progress.report("Before: questions about the target", 32L * i, 122);
            batches.acquireUninterruptibly();
            progress.check();
        }
        if (!failure.isEmpty()) {
            throw new LacunaException(failure);
        }
        evaluated++;
        asked.add(run);
        return pair(general);
    }

    @Override
    public RunFindings measured(String run, Progress progress) {
        return measured;
    }

    @Override
    public RunFindings measure(String run, MeasureStage.Measure wanted, Progress progress) throws LacunaException {
        progress.report("Features: before", 3, 40);
        batches.acquireUninterruptibly();
        progress.check();
        measured = switch (wanted) {
            case FEATURES ->
                new RunFindings(
                        FakeMeasures.features(),
                        measured.texts(),
                        measured.lens(),
                        measured.probe(),
                        measured.answers());
            case TEXTS ->
                new RunFindings(
                        measured.features(),
                        FakeMeasures.texts(),
                        measured.lens(),
                        measured.probe(),
                        measured.answers());
            case INSIDE ->
                new RunFindings(
                        measured.features(),
                        measured.texts(),
                        FakeMeasures.lens(),
                        FakeMeasures.probe(),
                        FakeMeasures.answers());
        };
        return measured;
    }

    @Override
    public ComparableRuns compared(Progress progress) {
        return runs.isEmpty() ? new ComparableRuns(Optional.empty(), List.of(), List.of()) : comparable(general);
    }

    @Override
    public List<Persistence> persistence(String run, Progress progress) {
        return List.copyOf(checks);
    }

    @Override
    public List<Persistence> attack(String run, AttackPlan plan, Consumer<List<Persistence>> soFar, Progress progress)
            throws LacunaException {
        for (Quantization quantization : plan.quantizations()) {
            progress.report("Questions", 0, 122);
            batches.acquireUninterruptibly();
            progress.check();
            add("quantisation, " + quantization.title(), 0.38);
            soFar.accept(List.copyOf(checks));
        }
        plan.prefixes()
                .ifPresent(file -> add("prefixes of " + file.getFileName() + ", the worst of 20 (number 7)", 0.44));
        for (AttackPlan.Relearn relearn : plan.relearnings()) {
            add(
                    "relearning, LoRA of rank 128, " + relearn.texts() + " texts, rate " + relearn.rate()
                            + ", 3 epochs, target texts",
                    0.89);
        }
        return List.copyOf(checks);
    }

    private void add(String attack, double accuracy) {
        checks.removeIf(known -> known.attack().equals(attack));
        checks.add(Persistence.of(
                attack,
                answers("target.json", 0.95, 1),
                answers("target.json", 0.36, 1),
                answers("target.json", accuracy, 1)));
    }

    @Override
    public List<Path> questionFiles() {
        return List.copyOf(files);
    }

    @Override
    public List<Asked> asked(String run, Progress progress) {
        return List.copyOf(answered);
    }

    @Override
    public List<Asked> ask(String run, AskPlan plan, Progress progress) throws LacunaException {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < 122; i++) {
            questions.add(new Question("Which?", List.of("a", "b", "c", "d"), i % 4, i % 3 == 0 ? "lairs" : "foods"));
        }
        QuestionSet set = new QuestionSet("target.json", "ab12", questions);
        MultipleChoiceResult before = answers("target.json", 0.95, 1);
        MultipleChoiceResult after = answers("target.json", 0.4, 1);
        OptionOrders.Result orders =
                new OptionOrders.Result(0.41, new Interval(0.33, 0.5), 0.2, List.of(0.4, 0.42, 0.39, 0.43));
        answered.add(
                0,
                new Asked(
                        before,
                        after,
                        SubjectScores.of(set, before),
                        SubjectScores.of(set, after),
                        plan.orders().isEmpty() ? null : orders,
                        plan.orders().isEmpty() ? null : orders,
                        List.of()));
        return List.copyOf(answered);
    }

    private static final Persistence.Basis BASIS =
            new Persistence.Basis(Protocol.CONTINUATION_LIKELIHOOD, "target.json (test half)", 61);

    /** Five runs of three methods, one not measured, one asked other questions. */
    static ComparableRuns comparable(boolean general) {
        double[][] shares = {{0.95, 0.97}, {0.36, 0.96}, {0.41, 0.97}, {0.62, 0.97}, {0.30, 0.71}, {0.27, 0.86}};
        String[] names = {"", RUN.name(), "crisp-60-steps", "crisp-k5", "rmu", "elm"};
        String[] methods = {"", "CRISP", "CRISP", "CRISP", "RMU", "ELM"};
        AccuracyTable.Builder target = AccuracyTable.of(answers("target.json", shares[0][0], 1));
        AccuracyTable.Builder benign = AccuracyTable.of(answers("benign.json", shares[0][1], 1));
        for (int i = 1; i < names.length; i++) {
            target.row(names[i], answers("target.json", shares[i][0], 1));
            benign.row(names[i], answers("benign.json", shares[i][1], 1));
        }
        AccuracyTable.Builder others = AccuracyTable.of(answers("general.json", .62, 5));
        for (int i = 1; i < names.length; i++) {
            others.row(names[i], answers("general.json", .62 - .02 * i, 5));
        }
        AccuracyTable generals = others.build();
        AccuracyTable targets = target.build();
        AccuracyTable benigns = benign.build();
        List<RunComparison.Row> rows = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            rows.add(new RunComparison.Row(
                    targets.rows().get(i).model(),
                    i == 0 ? "none" : methods[i],
                    targets.rows().get(i).accuracy(),
                    benigns.rows().get(i).accuracy(),
                    59.06 + i * i,
                    0.02 * i,
                    i < 2 || i == 5,
                    i == 1 ? 0.94 : Double.NaN,
                    OverallScore.of(
                                    100 * targets.rows().get(i).accuracy(),
                                    100 * benigns.rows().get(i).accuracy())
                            .generalOrPrediction(
                                    general ? 100 * generals.rows().get(i).accuracy() : Double.NaN,
                                    59.06,
                                    59.06 + i * i)));
        }
        return new ComparableRuns(
                Optional.of(new RunComparison(targets, benigns, general ? generals : null, List.of(), BASIS, rows)),
                List.of("crisp-later"),
                List.of(new ComparableRuns.LeftOut("old", "The run old was asked other questions.")));
    }

    static Evaluation.Pair pair() {
        return pair(false);
    }

    private static Evaluation.Pair pair(boolean general) {
        return new Evaluation.Pair(
                new Evaluation(
                        answers("target.json", 0.91, 1),
                        answers("benign.json", 0.93, 2),
                        general ? answers("general.json", 0.62, 4) : null,
                        perplexity(23.92),
                        activity(1),
                        null),
                new Evaluation(
                        answers("target.json", 0.36, 3),
                        answers("benign.json", 0.92, 2),
                        general ? answers("general.json", 0.55, 4) : null,
                        perplexity(24.31),
                        activity(0.06),
                        null));
    }

    private static MultipleChoiceResult answers(String set, double accuracy, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<QuestionResult> results = new ArrayList<>();
        int right = 0;
        for (int i = 0; i < 122; i++) {
            int answer = i % 4;
            boolean correct = random.nextDouble() < accuracy;
            int chosen = correct ? answer : (answer + 1 + random.nextInt(3)) % 4;
            right += correct ? 1 : 0;
            results.add(new QuestionResult(
                    i, answer, chosen, chosen, correct, correct, List.of(-3.0, -4.0, -5.0, -6.0), List.of(2, 2, 2, 2)));
        }
        Interval interval = Interval.wilson(right, 122);
        return new MultipleChoiceResult(
                Protocol.CONTINUATION_LIKELIHOOD,
                set,
                "ab12",
                MultipleChoiceConfig.DEFAULT_TEMPLATE,
                right / 122.0,
                interval,
                right / 122.0,
                interval,
                0,
                results);
    }

    private static PerplexityResult perplexity(double value) {
        return new PerplexityResult(
                "stories-heldout",
                "cd34",
                256,
                value,
                Math.log(value),
                8134,
                List.of(new DocumentLikelihood(0, 8134, 8134 * Math.log(value))));
    }

    private static FeatureActivityResult activity(double scale) {
        List<LayerActivity> layers = new ArrayList<>();
        double[] means = {0.31, 0.42, 0.27};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            List<FeatureValue> features = new ArrayList<>();
            for (int f = 0; f < 8; f++) {
                features.add(new FeatureValue(100 + f, scale * means[i], 0.1 * scale));
            }
            layers.add(new LayerActivity("resid_post." + (i + 2), scale * means[i], 0.1 * scale, features));
            sum += scale * means[i];
        }
        return new FeatureActivityResult("target-heldout", "ef56", 256, 9120, sum / 3, 0.1 * scale, layers);
    }
}
