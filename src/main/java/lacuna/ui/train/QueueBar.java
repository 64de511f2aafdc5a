package lacuna.ui.train;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** How many runs wait, and what can be done about their order. */
final class QueueBar extends HBox {

    private final TrainModel model;
    private final Label words = Words.label("");
    private final Button up = icon(Icon.CHEVRON_UP, "Run the selected one earlier");
    private final Button down = icon(Icon.CHEVRON_DOWN, "Run the selected one later");
    private final Button release = new Button("Go on", Icon.PLAY.node(14));
    private Subscription following = Subscription.EMPTY;

    QueueBar(TrainModel model, TrainController controller) {
        this.model = model;
        getStyleClass().add("queue-bar");
        setAlignment(Pos.CENTER_RIGHT);
        words.setId("queue-words");
        up.setId("queue-up");
        up.setOnAction(event -> controller.queue().move(-1));
        down.setId("queue-down");
        down.setOnAction(event -> controller.queue().move(1));
        release.setId("queue-go-on");
        release.getStyleClass().addAll("small");
        release.setOnAction(event -> controller.queue().release());
        HBox.setHgrow(this, Priority.ALWAYS);
        words.setMinWidth(0);
        getChildren().addAll(words, up, down, release);
        model.waiting().subscribe(this::show);
        model.heldProperty().subscribe(this::show);
        model.queueProblemProperty().subscribe(this::show);
        model.selectedProperty().subscribe(this::follow);
    }

    private static Button icon(Icon icon, String tip) {
        Button button = new Button("", icon.node(14));
        button.getStyleClass().addAll("flat", "small", "button-icon");
        button.setTooltip(new Tooltip(tip));
        button.setAccessibleText(tip);
        return button;
    }

    private void follow(@Nullable RunEntry run) {
        following.unsubscribe();
        following = run == null ? Subscription.EMPTY : run.stateProperty().subscribe(state -> show());
        show();
    }

    private void show() {
        String problem = model.queueProblemProperty().get();
        int waiting = model.waiting().size();
        words.setText(!problem.isEmpty() ? problem : words(waiting));
        words.setTooltip(problem.isEmpty() ? null : new Tooltip(problem)); // it may be longer than there is room
        RunEntry run = model.selectedProperty().get();
        boolean movable =
                run != null && run.state() == RunState.QUEUED && model.waiting().contains(run.name());
        int at = run == null ? -1 : model.waiting().indexOf(run.name());
        show(up, movable && waiting > 1);
        show(down, movable && waiting > 1);
        up.setDisable(at <= first());
        down.setDisable(at == waiting - 1);
        show(release, model.heldProperty().get() && waiting > 0);
    }

    /** Place of the first run that can be overtaken: the one at work cannot. */
    private int first() {
        return model.waiting().isEmpty()
                        || model.named(model.waiting().get(0))
                                .filter(run -> run.state() == RunState.QUEUED)
                                .isPresent()
                ? 0
                : 1;
    }

    private String words(int waiting) {
        if (waiting == 0) {
            return "";
        }
        String runs = waiting + (waiting == 1 ? " run" : " runs");
        return model.heldProperty().get() ? "Queue paused, " + runs + " in it" : runs + " in the queue";
    }

    private static void show(Region control, boolean shown) {
        control.setVisible(shown);
        control.setManaged(shown);
    }
}
