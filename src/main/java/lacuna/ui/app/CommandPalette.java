package lacuna.ui.app;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** Finds what can be done by its name, and does it. Over the place in front; Escape or a click beside it puts it away. */
final class CommandPalette extends StackPane {

    private static final int MOST = 60;
    private static final double ROW = 34;
    private static final int ROWS = 11;

    private final Commands commands;
    private final TextField query = new TextField();
    private final ListView<Commands.Command> list = new ListView<>();
    private @Nullable Node before;

    CommandPalette(Commands commands) {
        this.commands = commands;
        getStyleClass().add("palette-veil");
        query.setId("palette-query");
        query.setPromptText("What do you want to do? Also a feature: 317, 4/317, or a label");
        query.setAccessibleText("Command");
        list.setId("palette-list");
        list.setAccessibleText("Commands that match");
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        list.setCellFactory(view -> new Row());
        list.setPlaceholder(new Label("Nothing of that name."));
        query.textProperty().subscribe(this::search);
        query.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        VBox box = new VBox(query, list);
        box.getStyleClass().add("palette");
        box.setMaxSize(600, Region.USE_PREF_SIZE);
        box.setOnMouseClicked(event -> event.consume());
        setAlignment(box, Pos.TOP_CENTER);
        getChildren().add(box);
        setOnMouseClicked(event -> close());
        setVisible(false);
    }

    void toggle() {
        if (isVisible()) {
            close();
        } else {
            before = getScene() == null ? null : getScene().getFocusOwner();
            setVisible(true);
            query.clear();
            search("");
            query.requestFocus();
        }
    }

    private void close() {
        setVisible(false);
        Node back = before;
        if (back != null) {
            back.requestFocus();
        }
    }

    private void search(String text) {
        list.getItems().setAll(commands.matching(text, MOST));
        list.setPrefHeight(ROW * Math.max(1, Math.min(ROWS, list.getItems().size())) + 2);
        list.getSelectionModel().selectFirst();
        list.scrollTo(0);
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            close();
        } else if (event.getCode() == KeyCode.ENTER) {
            run();
        } else if (event.getCode() == KeyCode.DOWN) {
            list.getSelectionModel().selectNext();
            list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - ROWS + 2));
        } else if (event.getCode() == KeyCode.UP) {
            list.getSelectionModel().selectPrevious();
            list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - 1));
        } else if (event.getCode() != KeyCode.TAB) { // there is nothing else to go to: what lies below is covered
            return;
        }
        event.consume();
    }

    private void run() {
        Commands.Command chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            close();
            chosen.action().run();
        }
    }

    private final class Row extends ListCell<Commands.Command> {

        private final Label title = new Label();
        private final Label detail = Words.label("");
        private final Label keys = new Label();
        private final HBox line = new HBox(8, title, detail, keys);

        Row() {
            line.setAlignment(Pos.CENTER_LEFT);
            keys.getStyleClass().addAll("caption", "mono");
            keys.setMinWidth(USE_PREF_SIZE);
            HBox.setHgrow(detail, Priority.ALWAYS);
            detail.setMaxWidth(Double.MAX_VALUE);
            detail.setMinWidth(0);
            // of the row and not of the list, which has a scroll bar too
            setOnMouseClicked(event -> {
                if (!isEmpty()) {
                    run();
                }
            });
        }

        @Override
        protected void updateItem(Commands.@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            if (command == null || empty) {
                setGraphic(null);
                return;
            }
            title.setText(command.title());
            detail.setText(command.detail());
            keys.setText(command.keys());
            setGraphic(line);
        }
    }
}
