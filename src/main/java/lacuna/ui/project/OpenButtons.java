package lacuna.ui.project;

import java.nio.file.Path;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import lacuna.ui.session.Session;
import lacuna.ui.theme.Icon;

/** The ways to another project. */
final class OpenButtons extends HBox {

    private final MenuButton recent = new MenuButton("Recent");
    private final Session session;
    private final ProjectController controller;

    OpenButtons(Session session, ProjectController controller) {
        super(8);
        this.session = session;
        this.controller = controller;
        setAlignment(Pos.CENTER);
        Button open = new Button("Open project\u2026", Icon.OPEN.node(14));
        open.setId("project-open");
        open.setOnAction(event -> controller.openChosen());
        Button sample = new Button("Open sample");
        sample.setId("project-sample");
        sample.setOnAction(event -> controller.openSample());
        recent.setId("project-recent");
        getChildren().addAll(open, sample, recent);
        for (javafx.scene.Node node : getChildren()) {
            ((javafx.scene.layout.Region) node).setMinWidth(USE_PREF_SIZE);
        }
        recent.setOnShowing(event -> list());
        list();
        session.recent().folders().addListener(new javafx.beans.WeakInvalidationListener(changed));
    }

    // kept in a field, for the listener above is weak: these buttons are rebuilt with each project
    @SuppressWarnings("this-escape")
    private final javafx.beans.InvalidationListener changed = (Observable observable) -> list();

    private void list() {
        recent.getItems().clear();
        for (Path folder : session.recent().folders()) {
            MenuItem item = new MenuItem(folder.getFileName() + "   " + folder.getParent());
            item.setOnAction(event -> controller.open(folder));
            recent.getItems().add(item);
        }
        recent.setDisable(recent.getItems().isEmpty());
    }
}
