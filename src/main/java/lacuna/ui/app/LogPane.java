package lacuna.ui.app;

import java.time.Instant;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Feed;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import lacuna.ui.widget.ClipboardText;

/** The last lines of the log and how jobs ended, for whoever wants to know or to report. Bounded. */
final class LogPane extends BorderPane {

    private static final int KEPT = 1000;
    private static final double LINE = 20;

    private final ObservableList<String> lines = FXCollections.observableArrayList();
    private final ListView<String> list = new ListView<>(lines);
    private final LogTail tail;

    LogPane(Jobs jobs) {
        getStyleClass().addAll("task-pane", "log-pane");
        setId("log-pane");
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setAccessibleText("Log");
        list.setPlaceholder(new Label("Nothing has been logged."));
        list.setPrefHeight(260);
        list.setFixedCellSize(LINE);
        Label title = new Label("Log");
        title.getStyleClass().add("task-pane-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(title, space, button("Copy all", this::copy), button("Clear", lines::clear));
        head.getStyleClass().add("task-pane-head");
        head.setAlignment(Pos.CENTER_LEFT);
        setTop(head);
        setCenter(list);
        Feed<String> feed = jobs.feed(this::add);
        tail = LogTail.attach(feed::add);
        jobs.all().addListener((ListChangeListener<BackgroundJob<?>>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(job -> job.onEnd(() -> tell(job)));
            }
        });
    }

    void close() {
        tail.detach();
    }

    private void tell(BackgroundJob<?> job) {
        if (!job.isQuiet() || job.state() == JobState.FAILED) {
            String outcome = job.outcomeProperty().get();
            add(List.of(LogTail.time(Instant.now()) + "  " + job.title() + ": " + outcome));
        }
    }

    private void add(List<String> now) {
        lines.addAll(now);
        if (lines.size() > KEPT) {
            lines.remove(0, lines.size() - KEPT);
        }
        list.scrollTo(lines.size() - 1);
    }

    private void copy() {
        ClipboardText.copy(String.join("\n", lines));
    }

    private static Button button(String text, Runnable action) {
        Button button = new Button(text);
        button.getStyleClass().addAll("flat", "small");
        button.setOnAction(event -> action.run());
        return button;
    }
}
