package lacuna.ui.features;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Durations;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;

/** Work is under way: how far, how long yet, and the way to stop it. Bound to the job, so it holds nothing that lives longer. */
final class RunningPane {

    private final VBox root;

    /** @param cancelId of the button that stops it */
    RunningPane(Icon icon, String what, BackgroundJob<?> job, String cancelId) {
        Label title = new Label(what);
        title.getStyleClass().add("empty-title");
        ProgressBar bar = new ProgressBar();
        bar.setPrefWidth(360);
        bar.getStyleClass().add("small");
        bar.progressProperty().bind(job.fractionProperty());
        Label activity = new Label();
        activity.getStyleClass().add("muted");
        activity.textProperty().bind(job.activityProperty());
        Label left = Words.label("");
        left.textProperty().bind(job.timeLeftProperty().map(Durations::leftText).orElse(""));
        left.managedProperty().bind(left.textProperty().isNotEmpty());
        Button cancel = new Button("Cancel", Icon.STOP.node(12));
        cancel.setId(cancelId);
        cancel.setOnAction(event -> job.cancel());
        root = new VBox(icon.node(28), title, activity, bar, left, cancel);
        root.getStyleClass().addAll("empty-state", "running-pane");
        root.setAlignment(Pos.CENTER);
    }

    VBox root() {
        return root;
    }
}
