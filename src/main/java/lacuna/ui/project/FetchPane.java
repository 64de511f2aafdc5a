package lacuna.ui.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.hub.Catalogue;
import lacuna.hub.HubChoice;
import lacuna.hub.HubFetch;
import lacuna.hub.HubFile;
import lacuna.hub.HubListing;
import lacuna.hub.HubName;
import lacuna.hub.HubSettings;
import lacuna.hub.HubSizes;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Jobs;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/**
 * Fetches from the Hugging Face Hub: a name, typed or picked among published SAEs, then the files with their sizes, and only then, when
 * asked, the files themselves. Progress, time left and cancel are those of every job.
 */
final class FetchPane extends VBox {

    private static final String MAIN = "main";

    private final Jobs jobs;
    private final HubSettings settings;
    private final TextField name = new TextField();
    private final Label status = new Label();
    private final VBox files = new VBox(4);
    private final Button lookUp = new Button("Look up");
    private final Button fetch = new Button("Fetch");
    private @Nullable HubListing listing;

    /** @param close takes the pane away */
    FetchPane(Jobs jobs, HubSettings settings, List<Catalogue.Entry> known, Runnable close) {
        super(12);
        this.jobs = jobs;
        this.settings = settings;
        setId("fetch-pane");
        getStyleClass().addAll("panel", "fetch-pane");
        setMaxSize(760, 560);
        Label heading = Words.heading("Fetch from the Hugging Face Hub");
        Label promise =
                Words.caption("The only place that opens a connection, and only when you press a button. Files go to "
                        + settings.cache() + ", where other programs find them too.");
        name.setId("fetch-name");
        name.setPromptText("google/gemma-2-2b, or a word to find published SAEs");
        name.setAccessibleText("Name on the hub");
        name.setOnAction(event -> lookUp());
        name.textProperty().subscribe(text -> forget());
        HBox.setHgrow(name, Priority.ALWAYS);
        lookUp.setId("fetch-look-up");
        lookUp.setMinWidth(Region.USE_PREF_SIZE);
        lookUp.setOnAction(event -> lookUp());
        status.setId("fetch-status");
        status.setWrapText(true);
        status.setMinHeight(USE_PREF_SIZE);
        fetch.setId("fetch-start");
        fetch.getStyleClass().add("accent");
        fetch.setOnAction(event -> fetch());
        Button done = new Button("Close");
        done.setId("fetch-close");
        done.setOnAction(event -> close.run());
        HBox buttons = new HBox(8, fetch, done);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        ScrollPane scroll = new ScrollPane(files);
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(heading, promise, new HBox(8, name, lookUp), known(known), status, scroll, buttons);
        forget();
    }

    /** The name can be typed. */
    void begin() {
        name.requestFocus();
    }

    private ListView<Catalogue.Entry> known(List<Catalogue.Entry> entries) {
        ObservableList<Catalogue.Entry> all = FXCollections.observableArrayList(entries);
        FilteredList<Catalogue.Entry> shown = all.filtered(entry -> true);
        name.textProperty().subscribe(text -> {
            String wanted = text.strip().toLowerCase(Locale.ROOT);
            shown.setPredicate(entry -> (entry.model() + " " + entry.name())
                    .toLowerCase(Locale.ROOT)
                    .contains(wanted));
        });
        ListView<Catalogue.Entry> list = new ListView<>(shown);
        list.setId("fetch-known");
        list.setAccessibleText("Published SAEs");
        list.setPrefHeight(150);
        list.setMinHeight(90);
        list.visibleProperty().bind(Bindings.isNotEmpty(shown));
        list.managedProperty().bind(list.visibleProperty());
        list.setCellFactory(view -> new ListCell<>() {
            @Override
            protected void updateItem(Catalogue.@Nullable Entry entry, boolean empty) {
                super.updateItem(entry, empty);
                setText(
                        entry == null
                                ? null
                                : String.format(
                                        "%s   %s, %,d features%s",
                                        entry.name(),
                                        entry.hook(),
                                        entry.features(),
                                        entry.l0() == null ? "" : ", L0 " + entry.l0()));
            }
        });
        list.getSelectionModel().selectedItemProperty().subscribe(entry -> {
            if (entry != null) {
                name.setText(entry.name());
            }
        });
        return list;
    }

    private void forget() {
        listing = null;
        files.getChildren().clear();
        fetch.setDisable(true);
        fetch.setText("Fetch");
        lookUp.setDisable(name.getText().isBlank());
        status.setText("");
    }

    private void lookUp() {
        String wanted = name.getText();
        if (wanted.isBlank()) {
            return;
        }
        forget();
        status.setText("Asking the hub for the files of " + wanted);
        BackgroundJob<HubListing> job = jobs.submit("Look up " + wanted, progress -> {
            HubFetch hub = new HubFetch(settings);
            return HubChoice.choose(hub.list(HubName.parse(wanted), MAIN), List.of());
        });
        job.outcome(found -> found.files().size()
                + (found.files().size() == 1 ? " file, " : " files, ")
                + HubSizes.of(found.size()));
        job.onSuccess(found -> {
            if (isStill(wanted)) {
                show(found);
            }
        });
        job.onEnd(() -> {
            if (isStill(wanted)) {
                status.setText(job.outcomeProperty().get());
            }
        });
    }

    /** Another name may have been typed while the hub was asked. */
    private boolean isStill(String wanted) {
        return name.getText().equals(wanted);
    }

    private void show(HubListing found) {
        listing = found;
        files.getChildren().clear(); // of the same name, asked for twice
        for (HubFile file : found.files()) {
            Label size = FactGrid.value(HubSizes.of(file.size()));
            size.setMinWidth(90);
            size.setAlignment(Pos.CENTER_RIGHT);
            files.getChildren().add(new HBox(12, size, new Label(file.path())));
        }
        fetch.setText("Fetch " + HubSizes.of(found.size()));
        fetch.setDisable(false);
    }

    private void fetch() {
        HubListing wanted = listing;
        if (wanted == null) {
            return;
        }
        fetch.setDisable(true);
        status.setText("Fetching. Progress and Cancel stand below.");
        BackgroundJob<Path> job =
                jobs.submit("Fetch " + wanted.name(), progress -> new HubFetch(settings).fetch(wanted, progress));
        job.outcome(folder -> "It is in " + folder);
        job.onEnd(() -> {
            status.setText(job.outcomeProperty().get());
            fetch.setDisable(listing == null);
        });
    }
}
