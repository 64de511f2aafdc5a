package lacuna.ui.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import lacuna.project.Evaluation;
import lacuna.ui.app.Place;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/** The place Evaluate: measures a run in the background and shows what was measured. */
public final class EvaluateController implements Place {

    private final EvaluateModel model = new EvaluateModel();
    private final ThemeManager themes;
    private final Jobs jobs;
    private final Runnable showTrain;
    private @Nullable EvaluatePort port;
    private @Nullable EvaluateView view;

    /** @param showTrain brings the place to the front where runs are made */
    public EvaluateController(ThemeManager themes, Jobs jobs, Runnable showTrain) {
        this.themes = themes;
        this.jobs = jobs;
        this.showTrain = showTrain;
        model.runProperty().subscribe(run -> readStored());
    }

    @Override
    public String title() {
        return "Evaluate";
    }

    @Override
    public String icon() {
        return Icon.EVALUATE.code();
    }

    @Override
    public Node view() {
        EvaluateView built = view;
        if (built == null) {
            built = new EvaluateView(model, this, themes);
            view = built;
        }
        return built;
    }

    @Override
    public void shown() {
        if (!jobs.isBusy()) {
            readRuns();
        }
    }

    public EvaluateModel model() {
        return model;
    }

    /** A project has been opened. */
    public void open(EvaluatePort project) {
        port = project;
        model.runProperty().set(null);
        model.runs().clear();
        model.problemProperty().set("");
        model.openProperty().set(true);
        readRuns();
    }

    void showTrain() {
        showTrain.run();
    }

    /** Measures the chosen run, even if it has been measured before. */
    void evaluate() {
        EvaluatePort project = port;
        RunChoice run = model.runProperty().get();
        if (project == null || run == null || model.jobProperty().get() != null) {
            return;
        }
        model.problemProperty().set("");
        BackgroundJob<Evaluation.Pair> job =
                jobs.submit("Evaluate " + run.name(), progress -> project.evaluate(run.name(), progress));
        model.jobProperty().set(job);
        job.outcome(pair -> "Measured before and after")
                .onSuccess(pair -> show(run, Optional.of(pair)))
                .onEnd(() -> ended(job));
    }

    private void ended(BackgroundJob<?> job) {
        model.jobProperty().set(null);
        if (job.state() == JobState.FAILED) {
            model.problemProperty().set(job.outcomeProperty().get());
        }
    }

    /** Asks the measurement to stop; it does so after its current batch. */
    void cancel() {
        BackgroundJob<?> job = model.jobProperty().get();
        if (job != null) {
            job.cancel();
        }
    }

    private void readRuns() {
        EvaluatePort project = port;
        if (project == null) {
            return;
        }
        jobs.submitQuietly("Read the runs", project::runs).onSuccess(found -> {
            if (project == port) {
                offer(found);
            }
        });
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
        EvaluatePort project = port;
        RunChoice run = model.runProperty().get();
        model.resultProperty().set(null);
        model.questionsProperty().set(List.of());
        if (project == null || run == null) {
            return;
        }
        jobs.submitQuietly("Read the evaluation", progress -> project.stored(run.name(), progress))
                .onSuccess(found -> show(run, found));
    }

    private void show(RunChoice run, Optional<Evaluation.Pair> found) {
        EvaluatePort project = port;
        if (project == null || !run.equals(model.runProperty().get()) || found.isEmpty()) {
            return;
        }
        Evaluation before = found.get().before();
        Evaluation after = found.get().after();
        List<QuestionRow> rows =
                new ArrayList<>(QuestionRow.of("target", project.targetQuestions(), before.target(), after.target()));
        rows.addAll(QuestionRow.of("benign", project.benignQuestions(), before.benign(), after.benign()));
        model.questionsProperty().set(List.copyOf(rows));
        model.resultProperty().set(found.get());
    }
}
