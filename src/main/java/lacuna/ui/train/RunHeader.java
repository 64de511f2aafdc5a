package lacuna.ui.train;

import java.util.OptionalDouble;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.task.Durations;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Capital;
import lacuna.ui.widget.Words;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.TrainingStep;
import org.jspecify.annotations.Nullable;

/** Which run is shown, how far it is, and what can be done about it. */
final class RunHeader extends VBox {

    private static final String BETWEEN = "  \u00b7  ";

    private final Label name = new Label();
    private final Label chip = new Label();
    private final Label settings = Words.label("");
    private final ProgressBar progress = new ProgressBar(0);
    private final Label steps = new Label();
    private final Label pace = Words.label("");
    private final Label left = Words.label("");
    private final Label gradient = Words.label("");
    private final Button cancel = new Button("Cancel", Icon.STOP.node(14));
    private final Button pause = new Button("Pause", Icon.PAUSE.node(14));
    private final Button resume = new Button("Resume", Icon.PLAY.node(14));
    private final Button reuse = new Button("Use these settings");
    private Subscription following = Subscription.EMPTY;

    RunHeader(TrainModel model, TrainController controller) {
        getStyleClass().add("run-header");
        name.getStyleClass().add("heading");
        name.setId("run-name");
        chip.setId("run-state");
        progress.getStyleClass().add("small");
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.setId("run-progress");
        steps.setId("run-steps");
        steps.getStyleClass().add("run-steps");
        left.setId("run-left");
        left.setWrapText(true); // why a run failed may take a line or two
        left.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(left, Priority.ALWAYS);
        cancel.setId("run-cancel");
        cancel.setOnAction(event -> controller.queue().cancel());
        pause.setId("run-pause");
        pause.setOnAction(event -> controller.queue().pause());
        resume.setId("run-resume");
        resume.getStyleClass().add("accent");
        resume.setOnAction(event -> controller.queue().resume());
        reuse.getStyleClass().add("flat");
        reuse.setId("run-reuse");
        reuse.setOnAction(event -> {
            RunEntry run = model.selectedProperty().get();
            if (run != null) {
                controller.use(run.config());
            }
        });
        getChildren().addAll(titleLine(), settings, progress, numbersLine());
        model.selectedProperty().subscribe(this::follow);
    }

    private HBox titleLine() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(8, name, chip, space, reuse, resume, pause, cancel);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinHeight(32);
        for (Region fixed : new Region[] {chip, reuse, resume, pause, cancel}) {
            fixed.setMinWidth(USE_PREF_SIZE); // the name gives way
        }
        return line;
    }

    private HBox numbersLine() {
        HBox line = new HBox(16, steps, pace, left, gradient);
        line.setAlignment(Pos.BASELINE_LEFT);
        for (Region fixed : new Region[] {steps, pace, gradient}) {
            fixed.setMinWidth(USE_PREF_SIZE);
        }
        return line;
    }

    private void follow(@Nullable RunEntry run) {
        following.unsubscribe();
        if (run == null) {
            return;
        }
        name.setText(run.name());
        name.setTooltip(new Tooltip(run.name()));
        settings.setText(describe(run));
        following = run.stateProperty()
                .subscribe(state -> showState(run, state))
                .and(run.resumableProperty().subscribe((before, now) -> showState(run, run.state())))
                .and(run.lastProperty().subscribe(last -> showStep(run, last)));
    }

    static String describe(RunEntry run) {
        return run.config() instanceof CrispConfig crisp
                ? describe(run, crisp)
                : String.join(
                        BETWEEN,
                        run.config().title(),
                        run.config().blocks().isEmpty()
                                ? "weights untouched"
                                : "blocks " + run.config().blocks().first() + "\u2013"
                                        + run.config().blocks().last() + BETWEEN + "rate "
                                        + Numbers.setting(run.config().learningRate()),
                        "seed " + run.config().seed());
    }

    private static String describe(RunEntry run, CrispConfig config) {
        String modules = config.lora().projections().size() == 7
                ? "all projections"
                : config.lora().projections().stream()
                        .map(projection -> projection.name().toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining(" "));
        return String.join(
                BETWEEN,
                "CRISP " + ModeText.title(config.mode()).toLowerCase(java.util.Locale.ROOT),
                run.features() == 0 ? "features chosen by the method" : run.features() + " features",
                "\u03bb " + Numbers.setting(config.suppression()),
                "rank " + config.lora().rank() + " on blocks "
                        + config.lora().blocks().first() + "\u2013"
                        + config.lora().blocks().last() + ", " + modules,
                "rate " + Numbers.setting(config.learningRate()),
                "seed " + config.seed());
    }

    private void showState(RunEntry run, RunState state) {
        chip.setText(state.title());
        chip.getStyleClass().setAll("chip");
        if (!state.tone().isEmpty()) {
            chip.getStyleClass().add(state.tone());
        }
        show(cancel, state.isLive() || state == RunState.PAUSED);
        cancel.setText(state == RunState.QUEUED ? "Remove" : "Cancel");
        cancel.setDisable(state == RunState.STOPPING);
        show(pause, state == RunState.RUNNING || state == RunState.STOPPING);
        pause.setDisable(state == RunState.STOPPING);
        show(resume, run.isResumable() || state == RunState.PAUSED);
        show(progress, state != RunState.FINISHED);
        showStep(run, run.lastProperty().get());
    }

    private static void show(Region control, boolean shown) {
        control.setVisible(shown);
        control.setManaged(shown);
    }

    private void showStep(RunEntry run, @Nullable TrainingStep last) {
        progress.setProgress(run.planned() == 0 ? 0 : (double) run.done() / run.planned());
        steps.setText("Step " + run.done() + " of " + run.planned());
        OptionalDouble seconds = Pace.of(run.steps());
        pace.setText(seconds.isPresent() ? Durations.text(Pace.seconds(seconds.getAsDouble())) + " per step" : "");
        left.setText(leftText(run, seconds));
        gradient.setText(last == null ? "" : "Gradient norm " + Numbers.loss(last.gradientNorm()));
    }

    private static String leftText(RunEntry run, OptionalDouble seconds) {
        return switch (run.state()) {
            case QUEUED -> "Waits for its turn";
            case PAUSED ->
                run.done() > 0
                        ? "Keeps its place; goes on from its checkpoint"
                        : "Keeps its place; begins anew when the queue goes on";
            case RUNNING ->
                seconds.isPresent()
                        ? Capital.of(
                                Durations.leftText(Pace.seconds(seconds.getAsDouble() * (run.planned() - run.done()))))
                        : "";
            case STOPPING -> "Stops after this step; a checkpoint is kept";
            case CANCELLED, INTERRUPTED ->
                run.isResumable() ? "Can go on from its checkpoint" : "No checkpoint was kept";
            case FAILED -> run.problem();
            case FINISHED ->
                "Took "
                        + Durations.text(Pace.seconds(run.steps().stream()
                                .mapToDouble(TrainingStep::seconds)
                                .sum()));
        };
    }
}
