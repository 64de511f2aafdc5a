package lacuna.ui.evaluate;

import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.project.ComparableRuns;
import lacuna.project.Evaluation;
import lacuna.project.RunComparison;
import lacuna.ui.session.RunChoice;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** Which run, the button that measures it, how the measuring goes, and under which protocol it was done. */
final class EvaluateBar extends VBox {

    private final EvaluateModel model;
    private final Label protocol = Words.label("");
    private final Label activity = Words.label("");
    private final ProgressBar progress = new ProgressBar();
    private final HBox running = new HBox(12, activity, progress);
    private Subscription following = Subscription.EMPTY;

    EvaluateBar(EvaluateModel model, EvaluateController controller) {
        this.model = model;
        getStyleClass().add("evaluate-bar");
        protocol.setId("evaluate-protocol");
        activity.setId("evaluate-activity");
        progress.getStyleClass().add("small");
        progress.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(progress, Priority.ALWAYS);
        running.setAlignment(Pos.CENTER_LEFT);
        running.managedProperty().bind(running.visibleProperty());
        protocol.managedProperty().bind(protocol.visibleProperty());
        protocol.visibleProperty().bind(running.visibleProperty().not());
        getChildren().addAll(line(controller), protocol, running);
        model.jobProperty().subscribe(this::follow);
        model.resultProperty().subscribe(result -> describe());
        model.problemProperty().subscribe(problem -> describe());
        model.sectionProperty().subscribe(section -> describe());
        model.comparisonProperty().subscribe(found -> describe());
    }

    private Node line(EvaluateController controller) {
        ComboBox<RunChoice> runs = new ComboBox<>(model.runs());
        runs.setId("evaluate-run");
        runs.setPrefWidth(440);
        runs.setMinWidth(160);
        HBox.setHgrow(runs, Priority.SOMETIMES);
        runs.setMaxWidth(520);
        runs.setTooltip(new Tooltip("The run that is looked at"));
        runs.setPromptText("No finished run");
        runs.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable RunChoice run) {
                return run == null ? "" : run.title();
            }

            @Override
            public @Nullable RunChoice fromString(String text) {
                return null;
            }
        });
        runs.valueProperty().bindBidirectional(model.runProperty());
        Label label = Words.label("Run");
        label.setLabelFor(runs);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        label.setMinWidth(USE_PREF_SIZE);
        SectionSwitch sections = new SectionSwitch(model);
        sections.setMinWidth(USE_PREF_SIZE);
        HBox.setMargin(label, new Insets(0, 0, 0, 12));
        HBox line = new HBox(8, sections, label, runs, space, evaluate(controller), cancel(controller));
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private Button evaluate(EvaluateController controller) {
        Button button = new Button("Evaluate", Icon.PLAY.node(14));
        button.setId("evaluate-start");
        button.getStyleClass().add("accent");
        button.textProperty()
                .bind(Bindings.createStringBinding(
                        this::action, model.sectionProperty(), model.resultProperty(), model.measuredProperty()));
        button.disableProperty().bind(model.runProperty().isNull());
        button.visibleProperty()
                .bind(model.jobProperty()
                        .isNull()
                        .and(Bindings.createBooleanBinding(this::isMeasuring, model.sectionProperty())));
        button.managedProperty().bind(button.visibleProperty());
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(
                new Tooltip("Measures the model as it was and as the run left it, and keeps the result with the run"));
        button.setOnAction(event -> controller.measure());
        return button;
    }

    private String action() {
        Section section = model.sectionProperty().get();
        boolean again = section == Section.OVERVIEW
                ? model.resultProperty().get() != null
                : section.isIn(model.measuredProperty().get());
        return (section == Section.OVERVIEW ? "Evaluate" : "Measure") + (again ? " again" : "");
    }

    private boolean isMeasuring() {
        Section section = model.sectionProperty().get();
        return section == Section.OVERVIEW || section.measure() != null;
    }

    private Button cancel(EvaluateController controller) {
        Button button = new Button("Cancel", Icon.STOP.node(14));
        button.setId("evaluate-cancel");
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip("Stops after the current batch; what is finished is kept"));
        button.visibleProperty().bind(model.jobProperty().isNotNull());
        button.managedProperty().bind(button.visibleProperty());
        button.setOnAction(event -> {
            button.setDisable(true);
            controller.cancel();
        });
        model.jobProperty().subscribe(job -> button.setDisable(false));
        return button;
    }

    private void follow(@Nullable BackgroundJob<?> job) {
        following.unsubscribe();
        running.setVisible(job != null);
        if (job != null) {
            following = job.activityProperty()
                    .subscribe(activity::setText)
                    .and(job.fractionProperty().subscribe(value -> progress.setProgress(value.doubleValue())));
        }
    }

    private void describe() {
        Evaluation.Pair pair = model.resultProperty().get();
        protocol.getStyleClass().setAll("caption");
        if (!model.problemProperty().get().isEmpty()) {
            protocol.getStyleClass().add("evaluate-problem");
            protocol.setText("That failed. " + model.problemProperty().get());
        } else if (model.sectionProperty().get() != Section.OVERVIEW) {
            protocol.setText(describe(model.sectionProperty().get()));
        } else if (pair == null) {
            protocol.setText(
                    "Multiple choice on the project\u2019s questions, perplexity on held-out texts, activity of the"
                            + " suppressed features.");
        } else {
            protocol.setText(describe(pair.after()));
        }
    }

    private String describe(Section section) {
        ComparableRuns found = model.comparisonProperty().get();
        if (section != Section.COMPARISON || found == null || found.comparison().isEmpty()) {
            return section.meaning() + ".";
        }
        RunComparison comparison = found.comparison().get();
        AccuracyTable general = comparison.general();
        return "Multiple choice by " + comparison.target().protocol().title() + " on "
                + comparison.target().questionSet()
                + (general == null ? " and " : ", ")
                + comparison.benign().questionSet()
                + (general == null ? "" : " and " + general.questionSet())
                + ", 95 % Wilson intervals, McNemar\u2019s exact test against the untouched model.";
    }

    private static String describe(Evaluation after) {
        MultipleChoiceResult questions = after.target() == null ? after.benign() : after.target();
        String asked = questions == null
                ? "No questions asked"
                : "Multiple choice by " + questions.protocol().title()
                        + ": the choice the model finds most likely as the" + " continuation counts as its answer";
        return asked + ". Texts cut at " + after.perplexity().maxTokens() + " tokens.";
    }

    /** Whether there is a run to look at. */
    static javafx.beans.binding.BooleanBinding hasRuns(EvaluateModel model) {
        return Bindings.isNotEmpty(model.runs());
    }
}
