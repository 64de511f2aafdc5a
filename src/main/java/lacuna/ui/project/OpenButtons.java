package lacuna.ui.project;

import java.nio.file.Path;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import lacuna.ui.session.Session;
import lacuna.ui.theme.Icon;

/** The ways to another project. */
final class OpenButtons extends HBox {

    private final MenuButton recent = new MenuButton("Recent");
    private final Session session;
    private final ProjectController controller;
    // in a field, for it is held weakly: these buttons are rebuilt with each project
    private final InvalidationListener changed = observable -> list();

    OpenButtons(Session session, ProjectController controller) {
        super(8);
        this.session = session;
        this.controller = controller;
        setAlignment(Pos.CENTER);
        setMaxHeight(USE_PREF_SIZE);
        Button open = new Button("Open project\u2026", Icon.OPEN.node(14));
        open.setId("project-open");
        open.setOnAction(event -> controller.openChosen());
        Button sample = new Button("Open sample");
        sample.setId("project-sample");
        sample.setOnAction(event -> controller.openSample());
        recent.setId("project-recent");
        Button fetch = new Button("Fetch\u2026");
        fetch.setId("project-fetch");
        fetch.setTooltip(new Tooltip("Fetch a model or an SAE from the Hugging Face Hub"));
        fetch.setOnAction(event -> controller.fetch());
        getChildren().addAll(open, sample, recent, fetch);
        for (Node node : getChildren()) {
            ((Region) node).setMinWidth(USE_PREF_SIZE);
        }
        recent.setOnShowing(event -> list());
        list();
        session.recent().folders().addListener(new WeakInvalidationListener(changed));
    }

    private void list() {
        recent.getItems().clear();
        for (Path folder : session.recent().folders()) {
            MenuItem item = new MenuItem(folder.getFileName() + "   " + folder.getParent());
            item.setMnemonicParsing(false); // folders have underscores
            item.setOnAction(event -> controller.open(folder));
            recent.getItems().add(item);
        }
        recent.setDisable(recent.getItems().isEmpty());
    }
}
