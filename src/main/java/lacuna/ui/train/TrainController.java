package lacuna.ui.train;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.util.Subscription;
import lacuna.ui.app.Place;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Durations;
import lacuna.ui.task.Feed;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.jspecify.annotations.Nullable;

/** The place Train: starts runs in the background, follows them, lists those of the open project. */
public final class TrainController implements Place {

    private static final int LOGGED_EVERY = 10;

    private final TrainModel model = new TrainModel();
    private final ThemeManager themes;
    private final Jobs jobs;
    private final Clock clock;
    private final Runnable showFeatures;
    private final Set<RunEntry> startedHere = Collections.newSetFromMap(new IdentityHashMap<>());
    private Subscription subscriptions = Subscription.EMPTY;
    private @Nullable TrainPort port;
    private @Nullable TrainView view;
    private final Map<RunEntry, BackgroundJob<?>> live = new IdentityHashMap<>();

    /** @param showFeatures brings the place to the front where features are marked */
    public TrainController(ThemeManager themes, Jobs jobs, Clock clock, Runnable showFeatures) {
        this.themes = themes;
        this.jobs = jobs;
        this.clock = clock;
        this.showFeatures = showFeatures;
    }

    @Override
    public String title() {
        return "Train";
    }

    @Override
    public String icon() {
        return Icon.TRAIN.code();
    }

    @Override
    public Node view() {
        TrainView built = view;
        if (built == null) {
            built = new TrainView(model, this, themes);
            view = built;
        }
        return built;
    }

    @Override
    public void shown() {
        if (!jobs.isBusy()) {
            readRuns();
        }
        model.busyProperty().set(jobs.isBusy());
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
        port = project;
        model.selectedProperty().set(null);
        model.overlayProperty().set(null);
        model.runs().clear();
        startedHere.clear();
        model.choicesProperty().set(new TrainModel.Choices(project.blocks(), project.targetTexts(), project.presets()));
        use(project.presets().get(0));
        subscriptions = project.marks()
                .subscribe(marks -> model.marksProperty().set(marks))
                .and(jobs.running().subscribe(job -> model.busyProperty().set(jobs.isBusy())));
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
            model.settingsProperty().set(SettingsFit.to(config, choices));
        }
    }

    /** Starts a run with the settings of the form. */
    void start() {
        TrainPort project = port;
        UnlearnConfig config = model.settingsProperty().get();
        if (project == null || config == null || !model.planProperty().get().possible()) {
            return;
        }
        PreparedRun run = project.prepare(config);
        int features = model.marksProperty().get().features();
        RunEntry entry = new RunEntry(run.name(), clock.instant(), config, features, config.steps());
        startedHere.add(entry);
        model.runs().add(0, entry);
        submit(entry, run);
    }

    /** Goes on with the selected run. */
    void resume() {
        TrainPort project = port;
        RunEntry entry = model.selectedProperty().get();
        if (project != null && entry != null && entry.isResumable()) {
            entry.say("Resumed after step " + entry.done());
            submit(entry, project.resume(entry.name()));
        }
    }

    /** Asks the selected run to stop; it does so after its current step. */
    void cancel() {
        RunEntry entry = model.selectedProperty().get();
        BackgroundJob<?> job = entry == null ? null : live.get(entry);
        if (job != null && entry != null) {
            entry.state(RunState.STOPPING);
            job.cancel();
        }
    }

    private void submit(RunEntry entry, PreparedRun run) {
        entry.settle(RunState.QUEUED, false, "");
        model.selectedProperty().set(entry);
        entry.say("Queued: " + RunHeader.describe(entry) + ", " + entry.planned() + " steps of "
                + entry.config().batchSize() + " + " + entry.config().batchSize() + " texts");
        Feed<TrainingStep> feed = jobs.feed(steps -> received(entry, steps, live.get(entry)));
        BackgroundJob<String> job = jobs.submit("Train " + run.name(), progress -> {
            run.work().run(feed::add, progress);
            return run.name();
        });
        live.put(entry, job);
        job.log().addListener((ListChangeListener<String>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(entry::say);
            }
        });
        job.outcome(name -> entry.done() + " steps done");
        Subscription states = job.stateProperty().subscribe(now -> follow(entry, now));
        job.onEnd(() -> {
            states.unsubscribe();
            live.remove(entry);
            ended(entry, job);
        });
    }

    private static void follow(RunEntry entry, JobState now) {
        if (now == JobState.RUNNING && entry.state() == RunState.QUEUED) {
            entry.state(RunState.RUNNING);
        }
    }

    private static void received(RunEntry entry, List<TrainingStep> steps, @Nullable BackgroundJob<?> job) {
        entry.cutBefore(steps.get(0).step());
        entry.append(steps);
        for (TrainingStep step : steps) {
            if (step.step() == 1 || step.step() % LOGGED_EVERY == 0) {
                entry.say(RunEntry.words(step));
            }
        }
        if (job != null && job.isCancelRequested() && entry.state() == RunState.RUNNING) {
            entry.state(RunState.STOPPING); // asked for elsewhere in the window
        }
    }

    private void ended(RunEntry entry, BackgroundJob<?> job) {
        switch (job.state()) {
            case SUCCEEDED -> entry.settle(RunState.FINISHED, false, "");
            case CANCELLED -> entry.settle(RunState.CANCELLED, entry.done() > 0, "");
            default ->
                entry.settle(RunState.FAILED, false, job.outcomeProperty().get());
        }
        entry.say(entry.state().title() + " after " + entry.done() + " of " + entry.planned() + " steps, "
                + Durations.text(durationOf(entry)));
        model.replan();
        readRuns();
    }

    private static Duration durationOf(RunEntry entry) {
        return Pace.seconds(
                entry.steps().stream().mapToDouble(TrainingStep::seconds).sum());
    }

    private void readRuns() {
        TrainPort project = port;
        if (project == null) {
            return;
        }
        jobs.submitQuietly("Read the runs", project::runs).onSuccess(found -> {
            if (project == port) {
                merge(found);
            }
        });
    }

    /** What lies on disk, with the entries kept that are already shown, so that nothing jumps. */
    private void merge(List<TrainRun> found) {
        // one that failed before it wrote anything is not on disk, but its reason is still of interest
        List<RunEntry> merged = new ArrayList<>(
                model.runs().stream().filter(startedHere::contains).toList());
        for (TrainRun run : found) {
            RunEntry known = entry(run.name());
            if (known == null) {
                merged.add(RunEntry.of(run));
            } else {
                if (!known.state().isLive()) {
                    known.settle(run.state(), run.resumable(), run.problem());
                }
                if (!merged.contains(known)) {
                    merged.add(known);
                }
            }
        }
        merged.sort(Comparator.comparing(RunEntry::started).reversed());
        RunEntry selected = model.selectedProperty().get();
        model.runs().setAll(merged);
        if (selected == null || !merged.contains(selected)) {
            model.selectedProperty().set(merged.isEmpty() ? null : merged.get(0));
        }
        model.replan();
    }

    private @Nullable RunEntry entry(String name) {
        return model.runs().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
