package lacuna.ui.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import lacuna.evaluation.QuestionSet;
import lacuna.persistence.Persistence;
import lacuna.project.AskPlan;
import lacuna.project.AttackPlan;
import lacuna.project.ComparableRuns;
import lacuna.project.Evaluation;
import lacuna.project.MeasureStage;
import lacuna.project.RunFindings;
import lacuna.run.LacunaException;
import lacuna.ui.app.Dialogs;
import lacuna.ui.app.PortPlace;
import lacuna.ui.session.RunChoice;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Feed;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/** The place Evaluate: measures a run in the background and shows what was measured. */
public final class EvaluateController extends PortPlace<EvaluatePort> {

    private static final Dialogs.FileKind QUESTION_FILES =
            new Dialogs.FileKind("Questions", List.of("*.json", "*.jsonl", "*.csv", "*.parquet"));

    private final EvaluateModel model = new EvaluateModel();
    private final ThemeManager themes;
    private final Dialogs dialogs;
    private final Runnable showTrain;

    /** @param showTrain brings the place to the front where runs are made */
    public EvaluateController(ThemeManager themes, Jobs jobs, Dialogs dialogs, Runnable showTrain) {
        super("Evaluate", Icon.EVALUATE, jobs);
        this.themes = themes;
        this.dialogs = dialogs;
        this.showTrain = showTrain;
        model.runProperty().subscribe(run -> {
            forget();
            readStored();
            if (model.sectionProperty().get() != Section.COMPARISON) {
                readSection();
            }
        });
        model.sectionProperty().subscribe(section -> {
            model.problemProperty().set(""); // it was about another part
            readSection();
        });
    }

    @Override
    protected Node build() {
        return new EvaluateView(model, this, themes);
    }

    @Override
    public void shown() {
        readRuns();
        readSection();
    }

    public EvaluateModel model() {
        return model;
    }

    /** A project has been opened. */
    public void open(EvaluatePort project) {
        usePort(project);
        model.runProperty().set(null);
        model.runs().clear();
        model.problemProperty().set("");
        model.comparisonProperty().set(null);
        model.questionFiles().setAll(project.questionFiles());
        model.openProperty().set(true);
        readRuns();
        readSection();
    }

    /** Brings a part of the place to the front. */
    public void show(Section section) {
        model.sectionProperty().set(section);
    }

    /** Chooses a run by its name; false where there is none of this name. */
    public boolean choose(String name) {
        Optional<RunChoice> found =
                model.runs().stream().filter(run -> run.name().equals(name)).findFirst();
        found.ifPresent(model.runProperty()::set);
        return found.isPresent();
    }

    /** What was of the run before is not to be taken for the chosen one's, however long that takes to be read. */
    private void forget() {
        model.problemProperty().set("");
        model.resultProperty().set(null);
        model.questionsProperty().set(List.of());
        model.measuredProperty().set(RunFindings.NOTHING);
        model.persistence().clear();
        model.asked().clear();
    }

    private void readSection() {
        switch (model.sectionProperty().get()) {
            case COMPARISON -> readComparison();
            case PERSISTENCE -> readPersistence();
            case QUESTIONS -> readAsked();
            case FEATURES, TEXTS, INSIDE -> readMeasured();
            case OVERVIEW -> {} // read with the run
        }
    }

    private void readMeasured() {
        RunChoice run = model.runProperty().get();
        if (run != null) {
            readAside(
                    "Read the measures",
                    (project, progress) -> project.measured(run.name(), progress),
                    found -> show(run, found));
        }
    }

    private void show(RunChoice run, RunFindings found) {
        if (run.equals(model.runProperty().get())) {
            model.measuredProperty().set(found);
        }
    }

    /** Measures what is in front of the chosen run, even if that has been done before. */
    public void measure() {
        EvaluatePort project = port();
        RunChoice run = model.runProperty().get();
        MeasureStage.Measure wanted = model.sectionProperty().get().measure();
        if (wanted == null) {
            evaluate();
        } else if (project != null && run != null && !isBusy()) {
            String title = "Measure " + wanted.name().toLowerCase(Locale.ROOT) + " of " + run.name();
            follow(jobs().submit(title, progress -> project.measure(run.name(), wanted, progress))
                    .outcome(found -> "Measured before and after")
                    .onSuccess(found -> show(run, found)));
        }
    }

    private void readPersistence() {
        RunChoice run = model.runProperty().get();
        if (run != null) {
            readAside(
                    "Read the checks",
                    (project, progress) -> project.persistence(run.name(), progress),
                    found -> show(run, found));
        }
    }

    private void show(RunChoice run, List<Persistence> found) {
        if (run.equals(model.runProperty().get())) {
            model.persistence().setAll(found);
        }
    }

    /** Makes checks of persistence of the chosen run; each shows as soon as it is made. */
    void attack(AttackPlan plan) {
        EvaluatePort project = port();
        RunChoice run = model.runProperty().get();
        if (project == null || run == null || isBusy() || plan.size() == 0) {
            return;
        }
        Feed<List<Persistence>> feed = jobs().feed(updates -> show(run, updates.get(updates.size() - 1)));
        follow(jobs().submit(
                        "Check persistence of " + run.name(),
                        progress -> project.attack(run.name(), plan, feed::add, progress))
                .outcome(found -> plan.size() == 1 ? "1 check made" : plan.size() + " checks made"));
    }

    private void readAsked() {
        RunChoice run = model.runProperty().get();
        if (run != null) {
            readAside("Read what was asked", (project, progress) -> project.asked(run.name(), progress), found -> {
                if (run.equals(model.runProperty().get())) {
                    model.asked().setAll(found);
                }
            });
        }
    }

    /** Asks a question set of the untouched model and of the chosen run. */
    void ask(AskPlan plan) {
        EvaluatePort project = port();
        RunChoice run = model.runProperty().get();
        if (project == null || run == null || isBusy()) {
            return;
        }
        follow(jobs().submit("Ask " + plan.file().getFileName(), progress -> project.ask(run.name(), plan, progress))
                .outcome(found -> "Asked before and after"));
    }

    /** Questions of the user's own; listed once they were chosen. */
    Optional<Path> chooseQuestions() {
        Optional<Path> chosen = dialogs.chooseFile("Questions", Optional.empty(), List.of(QUESTION_FILES));
        chosen.filter(file -> !model.questionFiles().contains(file)).ifPresent(model.questionFiles()::add);
        return chosen;
    }

    Optional<Path> chooseShots() {
        return dialogs.chooseFile("Answered examples", Optional.empty(), List.of(QUESTION_FILES));
    }

    /** What is in a question file, or why it cannot be asked. */
    record Preview(@Nullable QuestionSet set, String problem) {}

    /** Reads a question file in the background. */
    void preview(Path file, QuestionSet.Part part, Consumer<Preview> then) {
        jobs().submitAside("Read " + file.getFileName(), progress -> read(file, part))
                .onSuccess(then);
    }

    // a bad file is no failure of the window: its sentence stands where the preview would
    private static Preview read(Path file, QuestionSet.Part part) {
        try {
            return new Preview(QuestionSet.read(file).part(part), "");
        } catch (LacunaException e) {
            return new Preview(null, String.valueOf(e.getMessage()));
        }
    }

    Optional<Path> choosePrefixes() {
        return dialogs.chooseFile(
                "Prefixes, one on each line",
                Optional.empty(),
                List.of(new Dialogs.FileKind("Lists", List.of("*.txt", "*.md"))));
    }

    private void readComparison() {
        readAside("Compare the runs", EvaluatePort::compared, model.comparisonProperty()::set);
    }

    /** Measures, one after the other, the runs that the comparison lacks. */
    void evaluateUnmeasured() {
        EvaluatePort project = port();
        ComparableRuns known = model.comparisonProperty().get();
        if (project == null || known == null || known.toEvaluate().isEmpty() || isBusy()) {
            return;
        }
        List<String> runs = known.toEvaluate();
        follow(jobs().submit("Evaluate " + runs.size() + (runs.size() == 1 ? " run" : " runs"), progress -> {
                    for (String run : runs) {
                        project.evaluate(run, progress);
                    }
                    return runs.size();
                })
                .outcome(count -> "Measured before and after")
                .onSuccess(count -> readStored()));
    }

    private boolean isBusy() {
        return model.jobProperty().get() != null;
    }

    /** Shows a job in the bar until it ends; then what is in front is read anew. */
    private void follow(BackgroundJob<?> job) {
        model.problemProperty().set("");
        model.jobProperty().set(job);
        job.onEnd(() -> ended(job));
    }

    void showTrain() {
        showTrain.run();
    }

    /** Measures the chosen run, even if it has been measured before. */
    public void evaluate() {
        EvaluatePort project = port();
        RunChoice run = model.runProperty().get();
        if (project == null || run == null || isBusy()) {
            return;
        }
        follow(jobs().submit("Evaluate " + run.name(), progress -> project.evaluate(run.name(), progress))
                .outcome(pair -> "Measured before and after")
                .onSuccess(pair -> show(run, Optional.of(pair))));
    }

    private void ended(BackgroundJob<?> job) {
        model.jobProperty().set(null);
        if (job.state() == JobState.FAILED) {
            model.problemProperty().set(job.outcomeProperty().get());
        }
        readSection();
    }

    /** Asks the measurement to stop; it does so after its current batch. */
    void cancel() {
        BackgroundJob<?> job = model.jobProperty().get();
        if (job != null) {
            job.cancel();
        }
    }

    private void readRuns() {
        readAside("Read the runs", EvaluatePort::runs, this::offer);
    }

    private void offer(List<RunChoice> found) {
        RunChoice chosen = model.runProperty().get();
        if (!model.runs().equals(found)) {
            model.runs().setAll(found);
        }
        boolean known = chosen != null && found.contains(chosen);
        model.runProperty().set(known ? chosen : found.isEmpty() ? null : found.get(0));
    }

    private void readStored() {
        RunChoice run = model.runProperty().get();
        if (run != null) {
            readAside(
                    "Read the evaluation",
                    (project, progress) -> project.stored(run.name(), progress),
                    found -> show(run, found));
        }
    }

    private void show(RunChoice run, Optional<Evaluation.Pair> found) {
        EvaluatePort project = port();
        if (project == null || !run.equals(model.runProperty().get()) || found.isEmpty()) {
            return;
        }
        Evaluation before = found.get().before();
        Evaluation after = found.get().after();
        List<QuestionRow> rows =
                new ArrayList<>(QuestionRow.of("target", project.targetQuestions(), before.target(), after.target()));
        rows.addAll(QuestionRow.of("benign", project.benignQuestions(), before.benign(), after.benign()));
        rows.addAll(QuestionRow.of("general", project.generalQuestions(), before.general(), after.general()));
        model.questionsProperty().set(List.copyOf(rows));
        model.resultProperty().set(found.get());
    }
}
