package lacuna.ui.evaluate;

import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.EmptyState;

/** The parts of the place; of them the overview: four cards, two pictures, every question. */
final class EvaluateView extends StackPane {

    EvaluateView(EvaluateModel model, EvaluateController controller, ThemeManager themes) {
        getStylesheets()
                .add(Objects.requireNonNull(EvaluateView.class.getResource("evaluate.css"))
                        .toExternalForm());
        EmptyState noProject = new EmptyState(
                Icon.EVALUATE, "No project is open", "Runs of a project are measured here. Open one in Project.");
        EmptyState noRun = new EmptyState(
                Icon.EVALUATE,
                "No finished run",
                "A run is measured against the model as it was: questions about what should be forgotten and what should stay,"
                        + " perplexity, activity of the suppressed features.",
                "Train one",
                controller::showTrain);
        var hasRuns = EvaluateBar.hasRuns(model);
        Node page = page(model, controller, themes);
        page.visibleProperty().bind(model.openProperty().and(hasRuns));
        noRun.visibleProperty().bind(model.openProperty().and(hasRuns.not()));
        noProject.visibleProperty().bind(model.openProperty().not());
        getChildren().addAll(page, noRun, noProject);
    }

    private static Node page(EvaluateModel model, EvaluateController controller, ThemeManager themes) {
        StackPane overview = new StackPane(results(model, themes), notMeasured(model), measuring(model));
        Node features = new MeasuredPane(
                model,
                controller,
                Section.FEATURES,
                "Every feature of every SAE before and after on held-out text: whether the suppressed ones fell silent, which others"
                        + " moved, and how well the SAEs still fit.",
                new FeaturesPane(model, themes));
        Node texts = new MeasuredPane(
                model,
                controller,
                Section.TEXTS,
                "Perplexity of target, benign and general text, and what can be counted in what the model writes: fluency and the"
                        + " concept, as proxies.",
                new TextsPane(model, themes));
        Node inside = new MeasuredPane(
                model,
                controller,
                Section.INSIDE,
                "The logit lens reads answers behind every block; linear probes look for topic and answers there. What is silent at the end"
                        + " may still be known inside.",
                new InsidePane(model, themes));
        StackPane body = new StackPane(
                shown(overview, model, Section.OVERVIEW),
                shown(new AskPane(model, controller), model, Section.QUESTIONS),
                shown(features, model, Section.FEATURES),
                shown(texts, model, Section.TEXTS),
                shown(inside, model, Section.INSIDE),
                shown(new PersistencePane(model, controller, themes), model, Section.PERSISTENCE),
                shown(new ComparisonPane(model, controller, themes), model, Section.COMPARISON));
        VBox.setVgrow(body, Priority.ALWAYS);
        VBox page = new VBox(new EvaluateBar(model, controller), body);
        page.getStyleClass().add("evaluate-page");
        return page;
    }

    private static Node shown(Node part, EvaluateModel model, Section section) {
        part.visibleProperty().bind(model.sectionProperty().isEqualTo(section));
        return part;
    }

    private static Node results(EvaluateModel model, ThemeManager themes) {
        QuestionTable table = new QuestionTable(model);
        HBox.setHgrow(table, Priority.ALWAYS);
        HBox lower = new HBox(new ChangePlots(model, themes), table);
        lower.getStyleClass().add("evaluate-lower");
        VBox.setVgrow(lower, Priority.ALWAYS);
        VBox results = new VBox(new ChangeCards(model), lower);
        results.getStyleClass().add("evaluate-results");
        results.visibleProperty().bind(model.resultProperty().isNotNull());
        return results;
    }

    private static Node notMeasured(EvaluateModel model) {
        EmptyState state = new EmptyState(
                Icon.CHART,
                "This run has not been measured yet",
                "Evaluate asks the model as it was and as the run left it the same questions, and keeps the answers with the run.");
        state.visibleProperty()
                .bind(model.resultProperty().isNull().and(model.jobProperty().isNull()));
        return state;
    }

    private static Node measuring(EvaluateModel model) {
        EmptyState state = new EmptyState(
                Icon.CLOCK,
                "Measuring",
                "The numbers appear together when both sides are done. The window stays free.");
        state.visibleProperty()
                .bind(model.resultProperty().isNull().and(model.jobProperty().isNotNull()));
        return state;
    }
}
