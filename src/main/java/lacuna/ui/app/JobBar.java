package lacuna.ui.app;

import java.time.Duration;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Durations;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;
import org.jspecify.annotations.Nullable;

/** The foot of the window: the running job with progress, time left and cancel; else how the last one ended. */
final class JobBar extends HBox {

    private final Jobs jobs;
    private final Label title = new Label("Ready");
    private final Label activity = new Label();
    private final Label timeLeft = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Button cancel = new Button("Cancel");
    private final ToggleButton drawer = new ToggleButton("Jobs", Icon.TASKS.node(14));
    private final ToggleButton logDrawer = new ToggleButton("Log", Icon.REPORT.node(14));
    private Subscription following = Subscription.EMPTY;

    JobBar(Jobs jobs) {
        this.jobs = jobs;
        getStyleClass().add("job-bar");
        setAlignment(Pos.CENTER_LEFT);
        title.getStyleClass().add("job-title");
        title.setId("job-title");
        title.setMinWidth(0);
        activity.getStyleClass().add("job-activity");
        activity.setMinWidth(0);
        timeLeft.getStyleClass().add("job-time");
        timeLeft.setMinWidth(USE_PREF_SIZE);
        bar.getStyleClass().add("small");
        bar.setPrefWidth(200);
        bar.setMinWidth(120);
        cancel.setId("job-cancel");
        cancel.getStyleClass().addAll("flat", "small");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setTooltip(new Tooltip("Stops after the current batch"));
        drawer.setId("jobs-drawer");
        drawer.getStyleClass().addAll("flat", "small");
        drawer.setMinWidth(USE_PREF_SIZE);
        logDrawer.setId("log-drawer");
        logDrawer.getStyleClass().addAll("flat", "small");
        logDrawer.setMinWidth(USE_PREF_SIZE);
        ToggleGroup one = new ToggleGroup();
        one.getToggles().addAll(logDrawer, drawer);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(title, activity, space, timeLeft, bar, cancel, logDrawer, drawer);
        jobs.running().subscribe(this::follow);
    }

    /** Pressed while the list of jobs is to be seen. */
    ToggleButton drawer() {
        return drawer;
    }

    /** Pressed while the log is to be seen. */
    ToggleButton logDrawer() {
        return logDrawer;
    }

    private void follow(@Nullable BackgroundJob<?> job) {
        following.unsubscribe();
        boolean running = job != null;
        bar.setVisible(running);
        cancel.setVisible(running);
        timeLeft.setVisible(running);
        if (job == null) {
            following = Subscription.EMPTY;
            showLast();
            return;
        }
        title.setText(job.title());
        cancel.setOnAction(event -> job.cancel());
        following = job.activityProperty()
                .subscribe(activity::setText)
                .and(job.fractionProperty().subscribe(value -> bar.setProgress(value.doubleValue())))
                .and(job.timeLeftProperty().subscribe(left -> timeLeft.setText(left == null ? "" : leftText(left))))
                .and(job.stateProperty().subscribe(state -> showEnd(job, state)));
    }

    private static String leftText(Duration left) {
        return Durations.leftText(left);
    }

    /** How the last job ended that is worth listing; small unasked-for ones leave no trace. */
    private void showLast() {
        BackgroundJob<?> last = null;
        for (BackgroundJob<?> job : jobs.all()) {
            last = job.state().isEnded() ? job : last;
        }
        title.setText(last == null ? "Ready" : last.title());
        activity.setText(last == null ? "" : last.outcomeProperty().get());
    }

    /** Stays until the next job begins. */
    private void showEnd(BackgroundJob<?> job, JobState state) {
        if (state.isEnded()) {
            activity.setText(job.outcomeProperty().get());
        }
    }
}
