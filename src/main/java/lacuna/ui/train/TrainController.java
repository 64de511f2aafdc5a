package lacuna.ui.train;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.scene.Node;
import javafx.util.Subscription;
import lacuna.ui.app.PortPlace;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;

/** The place Train: starts runs in the background, follows them, lists those of the open project. */
public final class TrainController extends PortPlace<TrainPort> {

    private final TrainModel model = new TrainModel();
    private final ThemeManager themes;
    private final QueueRunner runner;
    private final Runnable showFeatures;
    private Subscription subscriptions = Subscription.EMPTY;

    /** @param showFeatures brings the place to the front where features are marked */
    public TrainController(ThemeManager themes, Jobs jobs, Clock clock, Runnable showFeatures) {
        super("Train", Icon.TRAIN, jobs);
        this.themes = themes;
        this.showFeatures = showFeatures;
        this.runner = new QueueRunner(model, jobs, clock, this::readRuns);
    }

    @Override
    protected Node build() {
        return new TrainView(model, this, themes);
    }

    @Override
    public void shown() {
        if (!jobs().isBusy()) {
            readRuns();
        }
        model.busyProperty().set(jobs().isBusy());
    }

    @Override
    public void close() {
        subscriptions.unsubscribe();
    }

    public TrainModel model() {
        return model;
    }

    /** A project has been opened: its runs are read, its preset fills the form. */
    public void open(TrainPort project) {
        subscriptions.unsubscribe();
        usePort(project);
        model.selectedProperty().set(null);
        model.runs().clear();
        runner.open(project);
        model.choicesProperty().set(new TrainModel.Choices(project.blocks(), project.targetTexts(), project.presets()));
        use(project.presets().get(0));
        subscriptions = project.marks()
                .subscribe(marks -> model.marksProperty().set(marks))
                .and(jobs().running().subscribe(job -> model.busyProperty().set(jobs().isBusy())));
        readRuns();
    }

    void showFeatures() {
        showFeatures.run();
    }

    /** Fills the form from a preset. Epochs become steps, so that the form says how long the run is. */
    void use(UnlearnPreset preset) {
        model.presetProperty().set(preset);
        use(preset.config());
    }

    /** Fills the form from settings, such as those of an earlier run. */
    void use(UnlearnConfig config) {
        TrainModel.Choices choices = model.choicesProperty().get();
        if (choices != null) {
            UnlearnConfig fitted = SettingsTree.fitted(config, choices);
            // settings equal to those before would change nothing, and a wrong entry, or another model's blocks, would
            // stay in the form
            model.settingsProperty().set(null);
            model.settingsProperty().set(fitted);
        }
    }

    /** Lines up what the form asks for: one run, or several. */
    void start() {
        UnlearnConfig config = model.settingsProperty().get();
        if (config != null && model.planProperty().get().possible()) {
            RunOrder.Extras extras = model.extrasProperty().get();
            runner.lineUp(new RunOrder(config, extras.schedule(), extras.after(), extras.vary()));
        }
    }

    /** What the buttons of the runs do. */
    QueueRunner queue() {
        return runner;
    }

    private void readRuns() {
        read("Read the runs", TrainPort::runs, this::merge);
    }

    /** What lies on disk, with the entries kept that are already shown, so that nothing jumps. */
    private void merge(List<TrainRun> found) {
        // one that failed before it wrote anything is not on disk, but its reason is still of interest
        List<RunEntry> merged =
                new ArrayList<>(model.runs().stream().filter(runner::knows).toList());
        for (TrainRun run : found) {
            RunEntry known = model.named(run.name()).orElse(null);
            if (known == null) {
                merged.add(RunEntry.of(run));
            } else {
                known.measured(run.metrics(), run.checks());
                if (!known.state().isLive() && known.state() != RunState.PAUSED) {
                    known.settle(run.state(), run.resumable(), run.problem());
                }
                if (!merged.contains(known)) {
                    merged.add(known);
                }
            }
        }
        runner.addWaiting(merged);
        merged.sort(Comparator.comparing(RunEntry::started).reversed());
        RunEntry selected = model.selectedProperty().get();
        model.runs().setAll(merged);
        if (selected == null || !merged.contains(selected)) {
            model.selectedProperty().set(merged.isEmpty() ? null : merged.get(0));
        }
        model.replan();
    }
}
