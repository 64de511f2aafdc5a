package lacuna.ui.project;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import lacuna.model.HookPoint;
import lacuna.project.Project;
import lacuna.project.ProjectEdit;
import lacuna.project.SaeChecks;
import lacuna.run.LacunaException;
import lacuna.sae.SaeCheck;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeVerdict;
import lacuna.sae.format.SaeFormats;
import lacuna.sae.format.SaeOptions;
import lacuna.ui.app.Dialogs;
import lacuna.ui.app.Place;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.ProjectState;
import lacuna.ui.session.Session;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.theme.Icon;
import org.jspecify.annotations.Nullable;

/** The place Project. */
public final class ProjectController implements Place {

    private final Session session;
    private final Dialogs dialogs;
    private final Runnable showFeatures;
    private final ReadOnlyObjectWrapper<@Nullable Proposed> proposed = new ReadOnlyObjectWrapper<>(null);
    private @Nullable ProjectView view;

    /**
     * An SAE that was chosen and recognised, and waits for the user to agree to its place.
     *
     * @param project folder of the project that it was chosen for
     */
    record Proposed(Path project, Path path, SaeDescription description) {}

    /** @param showFeatures brings the next place to the front */
    public ProjectController(Session session, Dialogs dialogs, Runnable showFeatures) {
        this.session = session;
        this.dialogs = dialogs;
        this.showFeatures = showFeatures;
        session.stateProperty().subscribe(() -> {
            Proposed waiting = proposed.get();
            if (waiting != null && !isOpen(waiting.project())) {
                dropProposed();
            }
        });
    }

    private boolean isOpen(Path folder) {
        OpenProject open = session.project();
        return open != null && open.project().folder().equals(folder);
    }

    @Override
    public String title() {
        return "Project";
    }

    @Override
    public String icon() {
        return Icon.PROJECT.code();
    }

    @Override
    public Node view() {
        ProjectView built = view;
        if (built == null) {
            built = new ProjectView(session, this);
            view = built;
        }
        return built;
    }

    @Override
    public void shown() {
        ProjectView built = view;
        if (built != null) {
            built.refresh();
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** Asks for a folder and opens it. */
    public void openChosen() {
        OpenProject open = session.project();
        Optional<Path> start = open == null
                ? session.recent().folders().stream().findFirst()
                : Optional.of(open.project().folder());
        dialogs.chooseFolder("Open a project folder", start.map(Path::getParent))
                .ifPresent(session::open);
    }

    void open(Path folder) {
        session.open(folder);
    }

    void openSample() {
        session.openSample();
    }

    /** Reads the files again and checks them. */
    public void checkAgain() {
        ProjectState state = session.stateProperty().get();
        if (state instanceof ProjectState.Ready ready) {
            session.open(ready.project().project().folder());
        } else if (state instanceof ProjectState.Broken broken) {
            session.open(broken.folder());
        }
    }

    /** Shows what the hub has, before any of it is fetched. */
    void fetch() {
        ProjectView built = view;
        if (built != null) {
            built.showFetch();
        }
    }

    void showProblem(LacunaException problem) {
        session.showProblem(problem);
    }

    void showFeatures() {
        showFeatures.run();
    }

    ReadOnlyObjectProperty<@Nullable Proposed> proposedProperty() {
        return proposed.getReadOnlyProperty();
    }

    void dropProposed() {
        proposed.set(null);
    }

    /** Measures every SAE of the project on its benign texts and shows what was found. */
    void checkSaes() {
        OpenProject open = session.project();
        if (open == null) {
            return;
        }
        BackgroundJob<List<SaeCheck>> job = session.jobs()
                .submit(
                        "Check the SAEs",
                        progress -> SaeChecks.run(session.engineRoom().loaded(open.project(), progress), progress));
        job.outcome(checks -> worst(checks).sentence());
        job.onSuccess(checks -> session.reopen(open.project().folder()));
    }

    private static SaeVerdict worst(List<SaeCheck> checks) {
        return checks.stream()
                .map(SaeCheck::verdict)
                .max(Comparator.comparing(SaeVerdict::level))
                .orElseThrow();
    }

    /** Lets the user choose a folder, and recognises what lies there. */
    void addSae() {
        OpenProject open = session.project();
        if (open == null) {
            return;
        }
        dialogs.chooseFolder(
                        "Choose the folder of an SAE",
                        Optional.of(open.project().folder()))
                .ifPresent(folder -> recognise(open.project().folder(), folder));
    }

    private void recognise(Path project, Path folder) {
        BackgroundJob<SaeDescription> job = session.jobs()
                .submit("Recognise " + folder.getFileName(), progress -> SaeFormats.describe(folder, SaeOptions.NONE));
        job.outcome(description -> description.format() + ", " + description.architecture());
        job.onSuccess(description -> {
            if (isOpen(project)) {
                proposed.set(new Proposed(project, folder, description));
            }
        });
    }

    /** Writes an SAE into project.json at a place that the user agreed to; where one is there already, it asks. */
    void addSae(Path path, HookPoint place) {
        OpenProject open = session.project();
        if (open == null) {
            return;
        }
        if (isTaken(open, place)
                && !dialogs.confirm(
                        "Read another SAE at " + place + "?",
                        "The project has one there already. It is taken out of the project's file; its own files stay.",
                        "Take the other")) {
            return;
        }
        BackgroundJob<Project> job =
                session.jobs().submit("Add the SAE", progress -> ProjectEdit.sae(open.project(), path, place));
        job.outcome(saved -> place + " added");
        job.onSuccess(saved -> {
            dropProposed();
            session.reopen(saved.folder());
        });
    }

    private static boolean isTaken(OpenProject open, HookPoint place) {
        return open.facts().saes().stream().anyMatch(sae -> sae.hook().equals(place));
    }
}
