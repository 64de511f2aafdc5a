package lacuna.ui.train;

import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Beneath the curves: the runs, or what the selected one has said. */
final class RunDrawer extends VBox {

    private final ListView<String> log = new ListView<>();
    private final StackPane body = new StackPane();

    RunDrawer(TrainModel model, TrainController controller) {
        getStyleClass().add("run-drawer");
        log.getStyleClass().add("run-log");
        log.setId("run-log");
        log.setCellFactory(ignored -> new Line());
        log.setPlaceholder(new Label("This run has not said anything yet."));
        RunTable table = new RunTable(model);
        ToggleGroup group = new ToggleGroup();
        HBox tabs = new HBox(
                4,
                tab("Runs", table, group),
                tab("Checks", new CheckList(model), group),
                tab("Log", log, group),
                new QueueBar(model, controller));
        tabs.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(tabs, body);
        group.getToggles().get(0).setSelected(true);
        body.getChildren().setAll(table);
        model.selectedProperty().subscribe(this::showLog);
    }

    private ToggleButton tab(String title, Node content, ToggleGroup group) {
        ToggleButton button = new ToggleButton(title);
        button.setId("run-tab-" + title.toLowerCase(java.util.Locale.ROOT));
        button.getStyleClass().addAll("flat", "small");
        button.setToggleGroup(group);
        button.setOnAction(event -> {
            button.setSelected(true);
            body.getChildren().setAll(content);
        });
        return button;
    }

    /** As wide as the list, so that a long line goes on beneath rather than sideways. */
    private static final class Line extends ListCell<String> {

        Line() {
            setPrefWidth(0);
            setWrapText(true);
        }

        @Override
        protected void updateItem(@Nullable String said, boolean empty) {
            super.updateItem(said, empty);
            setText(empty ? null : said);
        }
    }

    private void showLog(@Nullable RunEntry run) {
        log.setItems(run == null ? FXCollections.emptyObservableList() : run.log());
    }
}
