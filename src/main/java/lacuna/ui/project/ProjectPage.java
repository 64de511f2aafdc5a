package lacuna.ui.project;

import java.nio.file.Path;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.session.Amounts;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.ProjectFacts;
import lacuna.ui.session.ProjectFacts.ModelFacts;
import lacuna.ui.session.Session;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.CopyText;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** Everything there is to say about an open project, and what to do next. */
final class ProjectPage extends VBox {

    private static final int LIST_OF_SAES = 3;

    private final Session session;
    private final ProjectController controller;
    private final OpenProject project;
    private final Label advice = new Label();
    private final Subscription subscriptions;

    ProjectPage(Session session, ProjectController controller, OpenProject project, EngineCard engine) {
        this.session = session;
        this.controller = controller;
        this.project = project;
        getStyleClass().addAll("page", "project-page");
        ProjectFacts facts = project.facts();
        Region model = model(facts.model());
        HBox cards = new HBox(16, model, engine);
        for (Region card : new Region[] {model, engine}) {
            HBox.setHgrow(card, Priority.ALWAYS);
            card.setPrefWidth(300);
            card.setMaxHeight(Double.MAX_VALUE);
        }
        getChildren().addAll(head(), next(), cards, new SaePanel(facts, controller), new TextsPanel(facts));
        subscriptions = Subscription.combine(
                controller.proposedProperty().subscribe(this::ask),
                session.marksProperty().subscribe(marks -> showAdvice()),
                session.statisticsProperty().subscribe(statistics -> showAdvice()));
    }

    /** Another page takes its place. */
    void close() {
        subscriptions.unsubscribe();
    }

    /** Puts the form for a chosen SAE above the list of SAEs, or takes it away. */
    private void ask(ProjectController.@Nullable Proposed proposed) {
        getChildren().removeIf(AddSaeForm.class::isInstance);
        if (proposed != null) {
            getChildren()
                    .add(
                            LIST_OF_SAES,
                            new AddSaeForm(
                                    proposed.path(),
                                    proposed.description(),
                                    project.facts().model(),
                                    controller::addSae,
                                    controller::dropProposed));
        }
    }

    private Node head() {
        Label name = new Label(project.manifest().name());
        name.getStyleClass().add("heading");
        name.setId("project-heading");
        Label checked = new Label("Checked");
        checked.getStyleClass().addAll("chip", "success");
        checked.setTooltip(
                new Tooltip("Every file that the project names is there and of its form, each SAE is as wide as the"
                        + " model's residual stream, and target and benign texts differ."));
        HBox title = new HBox(8, name, checked);
        title.setAlignment(Pos.CENTER_LEFT);
        Label description = new Label(project.manifest().description());
        description.setWrapText(true);
        description.setMinHeight(USE_PREF_SIZE);
        CopyText folder = new CopyText(
                "Folder of the project",
                lastTwo(project.project().folder()),
                project.project().folder().toString());
        folder.getStyleClass().add("mono");
        VBox words = new VBox(4, title, description, folder);
        if (description.getText().isEmpty()) {
            words.getChildren().remove(description);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        Button again = new Button("", Icon.REFRESH.node(14));
        again.setId("project-check");
        again.getStyleClass().addAll("button-icon", "flat");
        again.setTooltip(new Tooltip("Read the files again and check them"));
        again.setAccessibleText("Check the project again");
        again.setMinWidth(USE_PREF_SIZE);
        again.setOnAction(event -> controller.checkAgain());
        HBox head = new HBox(16, words, again, new OpenButtons(session, controller));
        head.setAlignment(Pos.TOP_LEFT);
        return head;
    }

    private Node next() {
        advice.setId("project-next-words");
        advice.setWrapText(true);
        advice.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(advice, Priority.ALWAYS);
        Button features = new Button("Next: look at the features", Icon.CHEVRON_RIGHT.node(14));
        features.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        features.getStyleClass().add("accent");
        features.setId("project-next");
        features.setMinWidth(USE_PREF_SIZE);
        features.setOnAction(event -> controller.showFeatures());
        HBox line = new HBox(16, advice, features);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().addAll("panel", "project-next");
        return line;
    }

    private void showAdvice() {
        advice.setText(whatNext());
    }

    private String whatNext() {
        int suppressed = session.marksProperty().get().suppressed().size();
        if (suppressed > 0) {
            return suppressed + (suppressed == 1 ? " feature is" : " features are")
                    + " marked for suppression. Look at them again, or go on to Train.";
        }
        return session.statisticsProperty().get() != null
                ? "The features are counted. Look through them and mark those that carry what is to be forgotten."
                : "Count what every feature does on the target and the benign texts, then mark those that carry what is to be"
                        + " forgotten.";
    }

    private static Region model(ModelFacts model) {
        FactGrid grid = FactGrid.pairs();
        grid.pair("Family", model.family());
        grid.pair("Parameters", Amounts.parameters(model.parameters()));
        grid.pair("Blocks", String.format("%,d", model.layers()));
        grid.pair("d_model", String.format("%,d", model.width()));
        grid.pair("Vocabulary", String.format("%,d tokens", model.vocabulary()));
        grid.pair("Context", String.format("%,d tokens", model.contextLength()));
        grid.pair("Weights", model.storedAs().toUpperCase(Locale.ROOT) + " on disk, " + Amounts.bytes(model.bytes()));
        return panel("Model", grid);
    }

    static VBox panel(String title, Node... content) {
        Label heading = Words.heading(title);
        VBox panel = new VBox(heading);
        panel.getChildren().addAll(content);
        panel.getStyleClass().add("panel");
        return panel;
    }

    /** The end of a path, which tells folders apart; the whole stands in the tooltip. */
    private static String lastTwo(Path folder) {
        int names = folder.getNameCount();
        return names <= 2 ? folder.toString() : "\u2026/" + folder.subpath(names - 2, names);
    }
}
