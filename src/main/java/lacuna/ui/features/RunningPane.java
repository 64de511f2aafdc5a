package lacuna.ui.features;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Durations;
import lacuna.ui.theme.Icon;

/** Counting is under way: how far, how long yet, and the way to stop it. Bound to the job, so it holds nothing that lives longer. */
final class RunningPane {

    private final VBox root;

    RunningPane(BackgroundJob<?> job) {
        Label title = new Label("Counting feature activity");
        title.getStyleClass().add("empty-title");
        ProgressBar bar = new ProgressBar();
        bar.setPrefWidth(360);
        bar.getStyleClass().add("small");
        bar.progressProperty().bind(job.fractionProperty());
        Label activity = new Label();
        activity.getStyleClass().add("muted");
        activity.textProperty().bind(job.activityProperty());
        Label left = new Label();
        left.getStyleClass().add("caption");
        left.textProperty().bind(job.timeLeftProperty().map(Durations::leftText).orElse(""));
        Button cancel = new Button("Cancel", Icon.STOP.node(12));
        cancel.setId("cancel-statistics");
        cancel.setOnAction(event -> job.cancel());
        root = new VBox(Icon.FEATURES.node(28), title, activity, bar, left, cancel);
        root.getStyleClass().addAll("empty-state", "running-pane");
        root.setAlignment(Pos.CENTER);
    }

    VBox root() {
        return root;
    }
}
