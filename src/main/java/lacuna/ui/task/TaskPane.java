package lacuna.ui.task;

import java.util.HashMap;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** All jobs of this sitting, newest first: what runs, how far, how long yet; what ended, how, and after what time. */
public final class TaskPane extends BorderPane {

    private static final double TALLEST = 380;

    private final Jobs jobs;
    private final VBox rows = new VBox();
    private final Map<BackgroundJob<?>, Node> rowOf = new HashMap<>();

    public TaskPane(Jobs jobs) {
        this.jobs = jobs;
        getStyleClass().add("task-pane");
        rows.getStyleClass().add("task-rows");
        Label title = new Label("Jobs");
        title.getStyleClass().add("task-pane-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button clear = new Button("Clear finished");
        clear.getStyleClass().addAll("flat", "small");
        clear.setOnAction(event -> jobs.clearEnded());
        HBox head = new HBox(title, space, clear);
        head.getStyleClass().add("task-pane-head");
        head.setAlignment(Pos.CENTER_LEFT);
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        // decision: bound by hand, for a scroll pane asks its content's height before it knows the width that wraps it
        rows.heightProperty()
                .subscribe(height -> scroll.setPrefViewportHeight(Math.min(TALLEST, height.doubleValue())));
        setTop(head);
        setCenter(scroll);
        Label none = new Label("Nothing has run yet.");
        none.getStyleClass().add("task-none");
        none.visibleProperty().bind(Bindings.isEmpty(jobs.all()));
        none.managedProperty().bind(none.visibleProperty());
        clear.disableProperty().bind(Bindings.isEmpty(jobs.all()));
        setBottom(none);
        jobs.all().addListener((ListChangeListener<BackgroundJob<?>>) change -> build());
        build();
    }

    private void build() {
        rowOf.keySet().retainAll(jobs.all());
        rows.getChildren().retainAll(rowOf.values()); // a row that stays keeps the focus
        for (BackgroundJob<?> job : jobs.all()) {
            if (!rowOf.containsKey(job)) {
                Node row = new TaskRow(job);
                rowOf.put(job, row);
                rows.getChildren().add(0, row);
            }
        }
    }
}
