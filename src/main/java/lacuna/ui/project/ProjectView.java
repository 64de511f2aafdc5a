package lacuna.ui.project;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.hub.Catalogue;
import lacuna.hub.HubSettings;
import lacuna.run.LacunaException;
import lacuna.ui.session.ProjectState;
import lacuna.ui.session.Session;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.EmptyState;

/** What is open, or how to open something. A folder dropped here is opened. */
final class ProjectView extends StackPane {

    private final Session session;
    private final ProjectController controller;
    private final EngineCard engine;

    ProjectView(Session session, ProjectController controller) {
        this.session = session;
        this.controller = controller;
        this.engine = new EngineCard(session);
        getStylesheets()
                .add(Objects.requireNonNull(ProjectView.class.getResource("project.css"))
                        .toExternalForm());
        getStyleClass().add("project");
        setOnDragOver(this::dragOver);
        setOnDragDropped(this::dropped);
        session.stateProperty().subscribe(this::show);
    }

    /** What changes by itself: memory. */
    void refresh() {
        engine.refresh();
    }

    /** Lays the pane for fetching over what is shown. */
    void showFetch() {
        try {
            HubSettings settings = HubSettings.of(System.getenv(), Path.of(System.getProperty("user.home")));
            StackPane cover = new StackPane();
            cover.getStyleClass().add("fetch-cover");
            cover.getChildren()
                    .add(new FetchPane(
                            session.jobs(),
                            settings,
                            Catalogue.entries(),
                            () -> getChildren().remove(cover)));
            getChildren().add(cover);
        } catch (LacunaException e) {
            controller.showProblem(e);
        }
    }

    private void show(ProjectState state) {
        getChildren().setAll(content(state));
    }

    private Node content(ProjectState state) {
        if (state instanceof ProjectState.Ready ready) {
            // in the middle of a window that is wider than a line should be long
            StackPane middle = new StackPane(new ProjectPage(session, controller, ready.project(), engine));
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

    private void dragOver(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY_OR_MOVE);
        }
        event.consume();
    }

    private void dropped(DragEvent event) {
        List<File> files = event.getDragboard().getFiles();
        if (!files.isEmpty()) {
            controller.open(files.get(0).toPath());
        }
        event.setDropCompleted(!files.isEmpty());
        event.consume();
    }
}
