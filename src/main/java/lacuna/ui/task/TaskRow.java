package lacuna.ui.task;

import java.time.Duration;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;

/** One job in the list. */
final class TaskRow extends HBox {

    private final BackgroundJob<?> job;
    private final StackPane mark = new StackPane();
    private final Label line = new Label();
    private final Label time = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Button open = new Button("Open");
    private final Button cancel = new Button("", Icon.CLOSE.node(14));

    TaskRow(BackgroundJob<?> job) {
        this.job = job;
        getStyleClass().add("task-row");
        setAlignment(Pos.CENTER_LEFT);
        mark.getStyleClass().add("task-mark");
        Label title = new Label(job.title());
        title.getStyleClass().add("task-title");
        line.getStyleClass().add("task-line");
        line.setWrapText(true);
        bar.getStyleClass().add("small");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.progressProperty().bind(job.fractionProperty());
        VBox text = new VBox(title, bar, line);
        text.getStyleClass().add("task-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        time.getStyleClass().add("task-time");
        time.setMinWidth(USE_PREF_SIZE);
        cancel.getStyleClass().addAll("flat", "button-icon", "small");
        cancel.setTooltip(new Tooltip("Cancel: stops after the current batch"));
        cancel.setAccessibleText("Cancel " + job.title());
        cancel.setOnAction(event -> job.cancel());
        open.getStyleClass().addAll("flat", "small");
        open.setMinWidth(USE_PREF_SIZE);
        open.setTooltip(new Tooltip("Show the result"));
        open.setAccessibleText("Open the result of " + job.title());
        open.setOnAction(event -> job.open());
        getChildren().addAll(mark, text, time, open, cancel);
        job.stateProperty().subscribe(this::showMark);
        job.stateProperty().subscribe(this::show);
        job.activityProperty().subscribe(ignored -> show(job.state()));
        job.outcomeProperty().subscribe(ignored -> show(job.state()));
        job.durationProperty().subscribe(ignored -> show(job.state()));
    }

    private void showMark(JobState state) {
        mark.getChildren().setAll(icon(state).node(16));
        mark.getStyleClass().setAll("task-mark", "task-" + state.name().toLowerCase(java.util.Locale.ROOT));
    }

    private void show(JobState state) {
        boolean running = state == JobState.RUNNING;
        bar.setVisible(running);
        bar.setManaged(running);
        line.setText(
                state.isEnded()
                        ? job.outcomeProperty().get()
                        : job.activityProperty().get());
        time.setText(timeText(state));
        open.setVisible(job.canOpen());
        open.setManaged(open.isVisible());
        cancel.setVisible(!state.isEnded());
        cancel.setManaged(!state.isEnded());
    }

    private String timeText(JobState state) {
        Duration left = job.timeLeftProperty().get();
        if (state == JobState.RUNNING && left != null) {
            return Durations.leftText(left);
        }
        Duration taken = job.durationProperty().get();
        return taken.isZero() ? "" : Durations.text(taken);
    }

    private static Icon icon(JobState state) {
        return switch (state) {
            case QUEUED -> Icon.CLOCK;
            case RUNNING -> Icon.PLAY;
            case SUCCEEDED -> Icon.CHECK_CIRCLE;
            case FAILED -> Icon.ERROR;
            case CANCELLED -> Icon.CANCELLED;
        };
    }
}
