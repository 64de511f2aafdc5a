package lacuna.ui.features;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.widget.Words;

/** Named selections: saved, compared with the marks as they are, taken up again, and given to others as a file. */
final class SelectionsPane {

    private static final double WIDTH = 504;
    private static final double TALLEST = 320;

    private final FeaturesModel model;
    private final FeaturesActions actions;
    private final Button button = new Button("Selections");
    private final TextField name = new TextField();
    private final VBox list = new VBox();
    private final Subscription subscriptions;

    SelectionsPane(FeaturesModel model, FeaturesActions actions) {
        this.model = model;
        this.actions = actions;
        button.setId("selections");
        button.setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(button, "Save the marks under a name, compare, load and share them");
        list.getStyleClass().add("selections-list");
        VBox content = new VBox(saveLine(), Popovers.scrolling(list, WIDTH, TALLEST));
        content.getStyleClass().add("selections-pane");
        Popovers.under(button, content);
        subscriptions = Subscription.combine(
                model.selectionsProperty().subscribe(this::show),
                model.notes()
                        .revisionProperty()
                        .subscribe(now -> show(model.selectionsProperty().get())));
    }

    Button button() {
        return button;
    }

    void close() {
        subscriptions.unsubscribe();
    }

    private HBox saveLine() {
        name.setId("selection-name");
        name.setPromptText("Name for the marks as they are");
        name.setAccessibleText("Name of the selection");
        HBox.setHgrow(name, Priority.ALWAYS);
        Button save = new Button("Save");
        save.setId("selection-save");
        save.getStyleClass().add("accent");
        save.disableProperty().bind(name.textProperty().map(text -> text.isBlank()));
        save.setOnAction(event -> save());
        name.setOnAction(event -> save());
        Button open = new Button("Import\u2026");
        open.setId("selection-import");
        Tips.set(open, "Take a selection from a file; its SAEs must be those of this project");
        open.setOnAction(event -> actions.judgement().importSelection());
        HBox line = new HBox(8, name, save, open);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void save() {
        if (!name.getText().isBlank()) {
            actions.judgement().save(name.getText().strip());
            name.clear();
        }
    }

    private void show(List<SavedSelection> selections) {
        list.getChildren().clear();
        if (selections.isEmpty()) {
            Label none = Words.caption(
                    "None yet. Mark features, give the marks a name and save them; a saved selection can be"
                            + " compared with other marks, taken up again, and exported for somebody with the same SAEs.");
            list.getChildren().add(none);
        }
        selections.forEach(selection -> list.getChildren().add(entry(selection)));
    }

    private VBox entry(SavedSelection selection) {
        Label title = Words.heading(selection.name());
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        Button load = small("Load");
        Tips.set(load, "Replaces suppress and keep marks; undo brings them back");
        load.setOnAction(event -> actions.judgement().load(selection));
        Button export = small("Export\u2026");
        export.setOnAction(event -> actions.judgement().export(selection));
        Button delete = small("Delete");
        delete.setOnAction(event -> actions.judgement().delete(selection));
        HBox line = new HBox(4, title, load, export, delete);
        line.setAlignment(Pos.CENTER_LEFT);
        Label compared = Words.caption(selection.compared(model.notes().all()));
        Label made = Words.label(selection.created().replace('T', ' ').replace("Z", " UTC") + ", " + selection.from());
        VBox entry = new VBox(2, line, compared, made);
        entry.getStyleClass().add("selection-entry");
        return entry;
    }

    private static Button small(String text) {
        Button button = new Button(text);
        button.getStyleClass().addAll("flat", "small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }
}
