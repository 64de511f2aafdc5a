package lacuna.ui.project;

import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Node;
import lacuna.ui.app.Dialogs;
import lacuna.ui.app.Place;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.ProjectState;
import lacuna.ui.session.Session;
import lacuna.ui.theme.Icon;
import org.jspecify.annotations.Nullable;

/** The place Project. */
public final class ProjectController implements Place {

    private final Session session;
    private final Dialogs dialogs;
    private final Runnable showFeatures;
    private @Nullable ProjectView view;

    /** @param showFeatures brings the next place to the front */
    public ProjectController(Session session, Dialogs dialogs, Runnable showFeatures) {
        this.session = session;
        this.dialogs = dialogs;
        this.showFeatures = showFeatures;
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

    void showFeatures() {
        showFeatures.run();
    }
}
