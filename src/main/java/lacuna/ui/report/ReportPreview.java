package lacuna.ui.report;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lacuna.evaluation.AccuracyTable;
import lacuna.persistence.ComparableChecks;
import lacuna.persistence.Persistence;
import lacuna.report.RemovedFeature;
import lacuna.report.Report;
import lacuna.report.TargetText;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Capital;
import lacuna.ui.widget.EmptyState;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** What the report of the selected run will say, section by section, and what it lacks. */
final class ReportPreview extends StackPane {

    private final ReportModel model;
    private final ReportController controller;
    private final VBox lines = new VBox();
    private final ScrollPane scroll = new ScrollPane(lines);
    private final StackPane instead = new StackPane();

    ReportPreview(ReportModel model, ReportController controller) {
        this.model = model;
        this.controller = controller;
        getStyleClass().add("report-preview");
        lines.getStyleClass().add("report-lines");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        getChildren().addAll(scroll, instead);
        model.previewProperty().subscribe(this::show);
        model.problemProperty().subscribe(this::showProblem);
    }

    private void showProblem(String problem) {
        instead.setVisible(!problem.isEmpty()); // an empty one would take the mouse from what lies beneath
        instead.getChildren().clear();
        if (!problem.isEmpty()) {
            instead.getChildren()
                    .add(new EmptyState(Icon.REPORT, "No report yet", problem, "Measure it now", controller::measure));
        }
    }

    private void show(@Nullable Report report) {
        scroll.setVisible(report != null);
        lines.getChildren().clear();
        if (report == null) {
            return;
        }
        Label title = new Label(report.title());
        title.getStyleClass().add("heading");
        title.setWrapText(true);
        Label lead = Words.caption("What the page will hold; its JSON twin says the same.");
        lines.getChildren().addAll(new VBox(4, title, lead));
        lines.getChildren().add(line("What was removed", removed(report), true));
        report.questions().forEach(asked -> lines.getChildren().add(accuracy(asked.table())));
        if (report.questions().isEmpty()) {
            lines.getChildren().add(line("Questions", "None were asked.", false));
        }
        for (Report.Measure measure : report.measures()) {
            lines.getChildren()
                    .add(line(
                            Capital.of(measure.name()),
                            figure(measure.before()) + " \u2192 " + figure(measure.after()) + ", on " + measure.on(),
                            true));
        }
        lines.getChildren().add(persistence(report.inside()));
        Report.Inside inside = report.inside();
        if (!inside.asked().isEmpty()) {
            lines.getChildren().add(line("Questions asked besides", asked(inside.asked()), true));
        }
        lines.getChildren().add(measured("Features before and after", inside.features()));
        lines.getChildren().add(measured("Texts before and after", inside.texts()));
        lines.getChildren()
                .add(line(
                        "Same prompts, both models",
                        generations(report),
                        !report.generations().isEmpty()));
        lines.getChildren()
                .add(line(
                        "Where it comes from",
                        "Every setting, " + report.versions().size() + " versions, SHA-256 of "
                                + report.hashes().size() + " inputs",
                        true));
        lines.getChildren()
                .add(line("Limits", report.limits().size() + " sentences on what the figures do not show", true));
        boolean signed = !report.review().saysNothing();
        lines.getChildren()
                .add(line(
                        "Reviewer\u2019s verdict",
                        signed
                                ? report.review().reviewer() + ", "
                                        + report.review().date()
                                : "None yet: the page leaves room for one.",
                        signed));
    }

    private static String asked(List<Report.Questions> sets) {
        int flips = sets.stream().mapToInt(set -> set.flips().size()).sum();
        return sets.size() + (sets.size() == 1 ? " set; " : " sets; ") + flips
                + (flips == 1 ? " question" : " questions") + " that only one of the models answered rightly";
    }

    private Node measured(String title, @Nullable Object part) {
        if (part != null) {
            return line(title, "Every figure with its interval, before and after", true);
        }
        Hyperlink measure = new Hyperlink("Measure what is missing");
        measure.getStyleClass().add("report-measure");
        measure.disableProperty().bind(model.jobProperty().isNotNull());
        measure.setOnAction(event -> controller.measure());
        return line(title, "Not measured yet, and the page says so.", false, measure);
    }

    private static String removed(Report report) {
        long layers =
                report.removed().stream().map(RemovedFeature::layer).distinct().count();
        return report.removed().isEmpty()
                ? report.method() + ", which works without chosen features"
                : report.method() + ", " + report.removed().size() + " features in " + layers
                        + (layers == 1 ? " layer" : " layers") + ", with the evidence for each";
    }

    private static Node accuracy(AccuracyTable table) {
        AccuracyTable.Row before = table.rows().get(0);
        AccuracyTable.Row after = table.rows().get(table.rows().size() - 1);
        return line(
                "Questions: " + table.questionSet(),
                String.format(
                        Locale.ROOT,
                        "%.1f \u2192 %.1f %% (95 %% between %.0f and %.0f), by %s, McNemar against the untouched model",
                        100 * before.accuracy(),
                        100 * after.accuracy(),
                        100 * after.interval().low(),
                        100 * after.interval().high(),
                        table.protocol().title()),
                true);
    }

    private Node persistence(Report.Inside inside) {
        List<Persistence> checks = inside.persistence();
        if (checks.isEmpty()) {
            Hyperlink check = new Hyperlink("Check it in Evaluate");
            check.setId("report-check");
            check.setOnAction(event -> controller.toEvaluate());
            return line("Does it come back?", "No check was made, and the page says so.", false, check);
        }
        return line(
                "Does it come back?",
                String.join(
                        "; ",
                        ComparableChecks.of(checks).stream()
                                .map(ReportPreview::recovered)
                                .toList()),
                true);
    }

    private static String recovered(ComparableChecks group) {
        int count = group.checks().size();
        String made = count + (count == 1 ? " check" : " checks") + " with "
                + group.basis().words();
        return Double.isNaN(group.mostRecovered())
                ? made
                : String.format(Locale.ROOT, "%s: at most %.1f %% came back", made, 100 * group.mostRecovered());
    }

    private static String generations(Report report) {
        long target = report.generations().stream()
                .filter(pair -> pair.group().equals("target"))
                .count();
        return report.generations().isEmpty()
                ? "The project has no prompts."
                : report.generations().size() + " pairs; " + target + " about the target, "
                        + (report.targetText() == TargetText.SHOWN
                                ? "shown"
                                : report.targetText().name().toLowerCase(Locale.ROOT));
    }

    private static Node line(String title, String text, boolean there, Node... more) {
        Label name = new Label(title);
        name.getStyleClass().add("report-line-title");
        VBox words = new VBox(2, name, Words.caption(text));
        words.getChildren().addAll(more);
        HBox.setHgrow(words, Priority.ALWAYS);
        Node mark = (there ? Icon.CHECK_CIRCLE : Icon.WARNING).node(16);
        mark.getStyleClass().add(there ? "report-there" : "report-lacking");
        mark.setAccessibleText(there ? "In the report" : "Lacking");
        HBox line = new HBox(12, mark, words);
        line.setAlignment(Pos.TOP_LEFT);
        line.getStyleClass().add("report-line");
        return line;
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 10 ? "%.2f" : "%.3f", value);
    }
}
