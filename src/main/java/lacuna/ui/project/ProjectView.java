package lacuna.ui.project;

import java.nio.file.Path;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.hub.Catalogue;
import lacuna.hub.HubSettings;
import lacuna.run.LacunaException;
import lacuna.ui.session.ProjectState;
import lacuna.ui.session.Session;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.EmptyState;
import org.jspecify.annotations.Nullable;

/** What is open, or how to open something. */
final class ProjectView extends StackPane {

    private final Session session;
    private final ProjectController controller;
    private final EngineCard engine;
    private @Nullable ProjectPage page;
    private @Nullable Node cover;

    ProjectView(Session session, ProjectController controller) {
        this.session = session;
        this.controller = controller;
        this.engine = new EngineCard(session);
        getStylesheets()
                .add(Objects.requireNonNull(ProjectView.class.getResource("project.css"))
                        .toExternalForm());
        getStyleClass().add("project");
        session.stateProperty().subscribe(this::show);
    }

    /** What changes by itself: memory. */
    void refresh() {
        engine.refresh();
    }

    /** Lays the pane for fetching over what is shown, where it stays until it is closed. */
    void showFetch() {
        if (cover != null) {
            return;
        }
        try {
            HubSettings settings = HubSettings.of(System.getenv(), Path.of(System.getProperty("user.home")));
            FetchPane fetch = new FetchPane(session.jobs(), settings, Catalogue.entries(), this::closeFetch);
            StackPane over = new StackPane(fetch);
            over.getStyleClass().add("fetch-cover");
            over.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
                if (event.getCode() == KeyCode.ESCAPE) {
                    closeFetch();
                    event.consume();
                }
            });
            cover = over;
            getChildren().get(0).setDisable(true); // what is covered is not to be reached by keys either
            getChildren().add(over);
            fetch.begin();
        } catch (LacunaException e) {
            controller.showProblem(e);
        }
    }

    private void closeFetch() {
        getChildren().remove(cover);
        cover = null;
        getChildren().get(0).setDisable(false);
    }

    private void show(ProjectState state) {
        if (page != null) {
            page.close();
            page = null;
        }
        Node content = content(state);
        content.setDisable(cover != null);
        getChildren().setAll(content);
        if (cover != null) {
            getChildren().add(cover);
        }
    }

    private Node content(ProjectState state) {
        if (state instanceof ProjectState.Ready ready) {
            // in the middle of a window that is wider than a line should be long
            ProjectPage shown = new ProjectPage(session, controller, ready.project(), engine);
            page = shown;
            StackPane middle = new StackPane(shown);
            middle.setAlignment(Pos.TOP_CENTER);
            ScrollPane scroll = new ScrollPane(middle);
            scroll.setFitToWidth(true);
            scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
            return scroll;
        }
        if (state instanceof ProjectState.Opening opening) {
            return opening(opening);
        }
        if (state instanceof ProjectState.Broken broken) {
            return broken(broken);
        }
        VBox empty = new VBox(
                new EmptyState(
                        Icon.PROJECT,
                        "No project is open",
                        "A project is a folder with a model, its sparse autoencoders and texts about what to remove and what to"
                                + " keep. Open one, drop its folder here, or look around in the sample.",
                        "Open the sample",
                        controller::openSample),
                new OpenButtons(session, controller));
        empty.getStyleClass().add("project-empty");
        empty.setAlignment(Pos.CENTER);
        return empty;
    }

    private static Node opening(ProjectState.Opening opening) {
        ProgressIndicator turning = new ProgressIndicator();
        turning.setMaxSize(28, 28);
        Label text = new Label("Opening " + opening.folder().getFileName());
        text.getStyleClass().add("muted");
        VBox box = new VBox(12, turning, text);
        box.setId("project-opening");
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private Node broken(ProjectState.Broken broken) {
        EmptyState state = new EmptyState(
                Icon.WARNING,
                broken.name() + " cannot be opened yet",
                broken.problem(),
                "Check again",
                controller::checkAgain);
        state.setId("project-broken");
        Label folder = new Label(broken.folder().toString());
        folder.getStyleClass().addAll("caption", "mono");
        VBox box = new VBox(state, folder, new OpenButtons(session, controller));
        box.getStyleClass().add("project-empty");
        box.setAlignment(Pos.CENTER);
        return box;
    }
}
