package lacuna.ui.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.prefs.Preferences;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.util.Duration;
import lacuna.features.FeatureStatistics;
import lacuna.project.Marks;
import lacuna.project.Project;
import lacuna.project.ProjectManifest;
import lacuna.project.SampleProject;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch.DeviceChoice;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.Errors;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is open in this window: one project, its marks and statistics, and the engine. JavaFX thread only. */
public final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration GATHER = Duration.millis(300);
    private static final String DEVICE = "device";

    private final Jobs jobs;
    private final Errors errors;
    private final HeaderModel header;
    private final Preferences preferences;
    private final RecentProjects recent;
    private final EngineRoom engineRoom;
    private final MarksKeeper marks;
    private final ReadOnlyObjectWrapper<ProjectState> state =
            new ReadOnlyObjectWrapper<>(this, "state", new ProjectState.None());
    private final ReadOnlyObjectWrapper<@Nullable EngineFacts> engine =
            new ReadOnlyObjectWrapper<>(this, "engine", null);
    private final ReadOnlyObjectWrapper<@Nullable FeatureStatistics> statistics =
            new ReadOnlyObjectWrapper<>(this, "statistics", null);
    private volatile DeviceChoice device;
    private @Nullable Path asked;

    private Session(Jobs jobs, Errors errors, HeaderModel header, Preferences preferences) {
        this.jobs = jobs;
        this.errors = errors;
        this.header = header;
        this.preferences = preferences;
        this.recent = new RecentProjects(preferences);
        this.device = storedDevice(preferences);
        this.engineRoom = new EngineRoom(() -> device);
        this.marks = new MarksKeeper(GATHER, problem -> {
            LOG.warn("marks not saved", problem);
            errors.show(String.valueOf(problem.getMessage()), problem);
        });
    }

    public static Session of(AppContext context) {
        return new Session(context.jobs(), context.errors(), context.header(), context.preferences());
    }

    private static DeviceChoice storedDevice(Preferences preferences) {
        try {
            return DeviceChoice.parse(System.getProperty("lacuna.device", preferences.get(DEVICE, "auto")));
        } catch (LacunaException e) {
            LOG.warn("device setting passed over: {}", e.getMessage());
            return DeviceChoice.AUTO;
        }
    }

    public Jobs jobs() {
        return jobs;
    }

    public ReadOnlyObjectProperty<ProjectState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The open project, or null. */
    public @Nullable OpenProject project() {
        return state.get() instanceof ProjectState.Ready ready ? ready.project() : null;
    }

    /** The engine as it runs; null before it is up. */
    public ReadOnlyObjectProperty<@Nullable EngineFacts> engineProperty() {
        return engine.getReadOnlyProperty();
    }

    /** How it is; tells what there are no facts of. */
    public ObservableValue<HeaderModel.Engine> engineStateProperty() {
        return header.engineProperty();
    }

    /** To be used from within jobs only. */
    public EngineRoom engineRoom() {
        return engineRoom;
    }

    public ReadOnlyObjectProperty<Marks> marksProperty() {
        return marks.marksProperty();
    }

    /** They are on disk a moment later. */
    public void setMarks(Marks now) {
        marks.change(now);
    }

    /** Of the open project; null until they are collected. */
    public ReadOnlyObjectProperty<@Nullable FeatureStatistics> statisticsProperty() {
        return statistics.getReadOnlyProperty();
    }

    public void setStatistics(FeatureStatistics now) {
        statistics.set(now);
    }

    public RecentProjects recent() {
        return recent;
    }

    /** Opens what the command line names, else the bundled sample, and starts the engine behind it. */
    public void begin(List<String> arguments) {
        if (!arguments.isEmpty()) {
            open(Path.of(arguments.get(arguments.size() - 1)));
        } else {
            openSample();
        }
        startEngine();
    }

    /** Tells the user, as a failed job would. */
    public void showProblem(LacunaException problem) {
        errors.show(String.valueOf(problem.getMessage()), problem);
    }

    /** The project that comes with Lacuna, if it is there. */
    public void openSample() {
        Optional<Path> sample = SampleProject.find();
        if (sample.isPresent()) {
            open(sample.get());
        } else {
            errors.show(
                    "The sample project is not where it belongs; looked in " + SampleProject.places()
                            + ". Open another project, or start Lacuna from its own folder.",
                    null);
        }
    }

    /**
     * Reads and checks a project in the background. If it cannot be opened, the window says why, and the project that was open stays.
     *
     * @param folder the project folder, or its project.json
     */
    public void open(Path folder) {
        Path named = named(folder);
        asked = named;
        marks.opening();
        if (project() == null) {
            state.set(new ProjectState.Opening(
                    named)); // an open project stays in sight: the job may have to wait for another
        }
        BackgroundJob<OpenProject> job = jobs.submit("Open " + named.getFileName(), progress -> {
            OpenProject opened = ProjectReader.read(named, progress);
            engineRoom.release();
            return opened;
        });
        job.outcome(opened -> opened.manifest().name() + " is open");
        job.onSuccess(this::opened);
        job.onEnd(() -> {
            if (job.state() != JobState.SUCCEEDED) {
                notOpened(named, job);
            }
        });
    }

    /** Reads a project again after something in its folder has changed, unless the user has turned to another meanwhile. */
    public void reopen(Path folder) {
        if (named(folder).equals(asked)) {
            open(folder);
        }
    }

    private static Path named(Path folder) {
        Path named = folder.toAbsolutePath().normalize();
        Path above = named.getParent();
        return named.endsWith(ProjectManifest.FILE) && above != null ? above : named;
    }

    private void notOpened(Path named, BackgroundJob<?> job) {
        OpenProject open = project();
        if (named.equals(asked)) {
            asked = open == null ? null : open.project().folder();
        }
        if (open == null) {
            state.set(broken(named, job));
        }
    }

    private void opened(OpenProject project) {
        recent.add(project.project().folder());
        marks.open(project.project().marksFile(), project.marks());
        statistics.set(null);
        header.projectProperty().set(project.manifest().name());
        header.projectDetailProperty().set(Amounts.model(project.facts().model()));
        state.set(new ProjectState.Ready(project));
        project.statistics().ifPresent(statistics::set);
    }

    private static ProjectState broken(Path folder, BackgroundJob<?> job) {
        String name = String.valueOf(folder.getFileName());
        try {
            name = Project.read(folder).manifest().name();
        } catch (LacunaException e) {
            LOG.debug("no name to show", e); // the job has told what is wrong already
        }
        return new ProjectState.Broken(folder, name, job.outcomeProperty().get());
    }

    /** Brings the engine up in the background, so that the first real work need not wait for it. */
    public void startEngine() {
        header.engineProperty().set(HeaderModel.Engine.STARTING);
        header.engineTextProperty().set("Engine starting");
        BackgroundJob<EngineFacts> job =
                jobs.submitQuietly("Start the engine", progress -> EngineFacts.of(engineRoom.torch()));
        job.onSuccess(facts -> {
            engine.set(facts);
            header.engineTextProperty().set(facts.chip());
            header.engineProperty().set(HeaderModel.Engine.READY);
        });
        job.onEnd(() -> {
            if (job.state() != JobState.SUCCEEDED) { // a job that was cancelled started nothing either
                header.engineTextProperty().set("No engine");
                header.engineProperty().set(HeaderModel.Engine.FAILED);
            }
        });
    }

    public DeviceChoice device() {
        return device;
    }

    /** Restarts the engine on another device; the model is loaded again when it is next needed. */
    public void useDevice(DeviceChoice choice) {
        if (choice == device) {
            return;
        }
        device = choice;
        preferences.put(DEVICE, choice.name());
        engine.set(null);
        jobs.submitQuietly("Stop the engine", progress -> {
            engineRoom.close();
            return choice;
        });
        startEngine();
    }

    /** Writes marks that are not on disk yet, now. */
    public void saveMarks() {
        marks.save();
    }

    /** The window closes: what is unsaved is saved, and closing model and engine is queued behind what runs. */
    public void close() {
        marks.save();
        jobs.submitQuietly("Close the engine", progress -> {
            engineRoom.close();
            return true;
        });
    }
}
