package lacuna.ui.evaluate;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.PairedComparison;
import lacuna.ui.widget.Words;

/** The chosen run held against the untouched model: differences with their intervals and tests, and where to read on. */
final class ComparisonDetail extends VBox {

    private final EvaluateController controller;

    ComparisonDetail(EvaluateController controller) {
        this.controller = controller;
        getStyleClass().add("comparison-detail");
        setId("comparison-detail");
    }

    /** @param recoveredOn what the checks of persistence asked, in words; empty if none was made */
    void show(ComparedRun run, ComparedRun untouched, String recoveredOn) {
        Label title = Words.heading(run.name());
        title.setMinWidth(0);
        getChildren().setAll(title);
        if (run.isUntouched()) {
            getChildren()
                    .add(Words.caption(
                            "Every run is held against this row. Choose a run in the table or in the plot."));
            return;
        }
        getChildren()
                .addAll(
                        Words.caption(run.figures().method() + ", against the untouched model"),
                        scrolled(figures(run, untouched, recoveredOn)),
                        actions());
    }

    private static GridPane figures(ComparedRun run, ComparedRun untouched, String recoveredOn) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("detail-grid");
        accuracy(grid, "Target", untouched.target(), run.target());
        accuracy(grid, "Benign", untouched.benign(), run.benign());
        if (untouched.general() != null && run.general() != null) {
            accuracy(grid, "General", untouched.general(), run.general());
        }
        row(
                grid,
                "Perplexity",
                Figures.plain(untouched.figures().perplexity()) + " \u2192 "
                        + Figures.plain(run.figures().perplexity()),
                Figures.change(untouched.figures().perplexity(), run.figures().perplexity()));
        row(
                grid,
                "Recovered",
                Double.isNaN(run.figures().mostRecovered())
                        ? "not checked"
                        : Figures.percent(run.figures().mostRecovered()) + " %",
                Double.isNaN(run.figures().mostRecovered())
                        ? recoveredOn.isEmpty() ? "No check of persistence was made" : "No check with " + recoveredOn
                        : "at most, in checks with " + recoveredOn);
        OverallScore overall = run.figures().overall();
        row(
                grid,
                "Overall",
                score(untouched.figures().overall().score()) + " \u2192 " + score(overall.score()),
                "Harmonic mean of " + overall.formula() + ". " + overall.legend() + ".");
        return grid;
    }

    /** Where the window is low, rather than with half a sentence in each row. */
    private static Node scrolled(GridPane figures) {
        ScrollPane scroll = new ScrollPane(figures);
        scroll.setFitToWidth(true);
        scroll.prefHeightProperty().bind(figures.heightProperty().add(2)); // not higher than they are
        scroll.maxHeightProperty().bind(scroll.prefHeightProperty());
        VBox.setVgrow(scroll, Priority.ALWAYS);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }

    private static String score(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static void accuracy(GridPane grid, String name, AccuracyTable.Row before, AccuracyTable.Row after) {
        PairedComparison paired = after.againstUntouched();
        String test = paired == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%s (%s to %s); %d lost, %d won, McNemar %s",
                        Figures.points(before.accuracy(), after.accuracy()),
                        Figures.signedPercent(paired.interval().low()),
                        Figures.signedPercent(paired.interval().high()),
                        paired.onlyBefore(),
                        paired.onlyAfter(),
                        Figures.p(paired.p()));
        row(
                grid,
                name,
                Figures.percent(before.accuracy()) + " \u2192 " + Figures.percent(after.accuracy()) + " %",
                test);
    }

    private static void row(GridPane grid, String name, String figure, String words) {
        int row = grid.getRowCount();
        Label label = Words.label(name);
        label.setMinWidth(Region.USE_PREF_SIZE);
        Label value = new Label(figure);
        value.getStyleClass().add("numeric");
        value.setMinWidth(Region.USE_PREF_SIZE);
        grid.add(label, 0, row);
        grid.add(value, 1, row);
        grid.add(Words.caption(words), 1, row + 1);
    }

    private Node actions() {
        FlowPane buttons = new FlowPane(
                8,
                8,
                button("Its questions", "detail-overview", () -> controller.show(Section.OVERVIEW)),
                button("Does it come back?", "detail-persistence", () -> controller.show(Section.PERSISTENCE)),
                button("Its curves in Train", "detail-train", controller::showTrain));
        buttons.setAlignment(Pos.CENTER_LEFT);
        return buttons;
    }

    private static Button button(String text, String id, Runnable action) {
        Button button = new Button(text);
        button.setId(id);
        button.getStyleClass().add("small");
        button.setOnAction(event -> action.run());
        return button;
    }
}
