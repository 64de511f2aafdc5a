package lacuna.ui.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import lacuna.evaluation.Prompt;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Capital;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** All prompts by group, ticked where they take part; and a field for one's own. */
final class PromptPicker extends VBox {

    private final CompareModel model;
    private final CompareController controller;
    private final Consumer<PairEntry> reveal;
    private final VBox list = new VBox();

    /** @param reveal brings a prompt's card into view */
    PromptPicker(CompareModel model, CompareController controller, Consumer<PairEntry> reveal) {
        this.model = model;
        this.controller = controller;
        this.reveal = reveal;
        getStyleClass().add("prompt-picker");
        list.getStyleClass().add("prompt-groups");
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, ownPrompt());
        model.pairs().addListener((ListChangeListener<PairEntry>) change -> rebuild());
        rebuild();
    }

    private void rebuild() {
        Map<String, List<PairEntry>> groups = new LinkedHashMap<>();
        model.pairs()
                .forEach(pair -> groups.computeIfAbsent(pair.prompt().group(), group -> new ArrayList<>())
                        .add(pair));
        list.getChildren().clear();
        groups.forEach((group, pairs) -> list.getChildren().add(section(group, pairs)));
    }

    private Node section(String group, List<PairEntry> pairs) {
        Label title = new Label(Capital.of(group));
        title.getStyleClass().addAll("prompt-group", group + "-text");
        Label count = Words.label(Integer.toString(pairs.size()));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Hyperlink all = link("All", pairs, true);
        Hyperlink none = link("None", pairs, false);
        HBox head = new HBox(6, title, count, space, all, none);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(head);
        box.getStyleClass().add("prompt-section");
        pairs.forEach(pair -> box.getChildren().add(row(pair)));
        return box;
    }

    /** A prompt of several lines in one, which wraps where the room ends. */
    static String line(String prompt) {
        return prompt.strip().replaceAll("\\s*\\n\\s*", " ");
    }

    private static Hyperlink link(String text, List<PairEntry> pairs, boolean chosen) {
        Hyperlink link = new Hyperlink(text);
        link.setOnAction(event -> pairs.forEach(pair -> pair.chosenProperty().set(chosen)));
        return link;
    }

    private Node row(PairEntry pair) {
        CheckBox tick = new CheckBox();
        tick.selectedProperty().bindBidirectional(pair.chosenProperty());
        tick.setAccessibleText("Compare: " + pair.prompt().text());
        Label text = new Label(line(pair.prompt().text()));
        text.getStyleClass().add("prompt-text");
        text.setWrapText(true);
        text.setMaxHeight(36);
        HBox row = new HBox(6, tick, text);
        row.getStyleClass().add("prompt-row");
        if (pair.isOwn()) {
            HBox.setHgrow(text, Priority.ALWAYS);
            text.setMaxWidth(Double.MAX_VALUE);
            row.getChildren().add(removal(pair));
        }
        row.setAlignment(Pos.TOP_LEFT);
        text.setOnMouseClicked(event -> {
            pair.chosenProperty().set(true);
            reveal.accept(pair);
        });
        return row;
    }

    private Button removal(PairEntry pair) {
        Button remove = new Button("", Icon.CLOSE.node(12));
        remove.getStyleClass().addAll("flat", "button-icon", "small", "prompt-remove");
        remove.setTooltip(new Tooltip("Remove this prompt"));
        remove.setAccessibleText("Remove: " + pair.prompt().text());
        remove.setMinWidth(USE_PREF_SIZE);
        remove.setOnAction(event -> controller.remove(pair));
        return remove;
    }

    private Node ownPrompt() {
        TextArea text = new TextArea();
        text.setId("compare-own-text");
        text.setPromptText("A prompt of your own");
        text.setAccessibleText("A prompt of your own");
        text.setPrefRowCount(2);
        text.setWrapText(true);
        ComboBox<String> group = new ComboBox<>();
        group.getItems().addAll("target", "benign", Prompt.GENERAL);
        group.setValue("target");
        group.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable String name) {
                return name == null ? "" : Capital.of(name);
            }

            @Override
            public String fromString(String text) {
                return text; // not editable
            }
        });
        group.setAccessibleText("Group of the new prompt");
        group.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(group, Priority.ALWAYS);
        Button add = new Button("Add");
        add.setId("compare-own-add");
        add.setMinWidth(USE_PREF_SIZE);
        add.disableProperty().bind(text.textProperty().map(String::isBlank));
        Runnable take = () -> {
            controller.add(text.getText(), group.getValue());
            text.clear();
        };
        add.setOnAction(event -> take.run());
        text.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                take.run();
            }
        });
        VBox box = new VBox(text, new HBox(8, group, add));
        box.getStyleClass().add("prompt-own");
        return box;
    }
}
