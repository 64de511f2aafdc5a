package lacuna.ui.evaluate;

import java.util.Locale;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lacuna.evaluation.LetterCalibration;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.PairedComparison;
import lacuna.evaluation.SubjectScores;
import lacuna.project.Asked;
import lacuna.stats.Interval;
import lacuna.ui.widget.Words;

/** One question set under one protocol: both models\u2019 figures in a small table, and how sure the difference is. */
final class AskedCard extends VBox {

    private static final int MOST_SUBJECTS = 60;

    private final GridPane grid = new GridPane();

    AskedCard(Asked asked) {
        getStyleClass().addAll("panel", "asked-card");
        MultipleChoiceResult after = asked.after();
        Label title =
                Words.heading(after.questionSet() + ", " + after.protocol().title());
        PairedComparison paired = PairedComparison.of(asked.before(), after);
        Label test = Words.caption(String.format(
                Locale.ROOT,
                "%d questions; %s points (95 %% between %s and %s); %d lost, %d won, McNemar %s",
                paired.questions(),
                Figures.signedPercent(paired.difference()),
                Figures.signedPercent(paired.interval().low()),
                Figures.signedPercent(paired.interval().high()),
                paired.onlyBefore(),
                paired.onlyAfter(),
                Figures.p(paired.p())));
        grid.getStyleClass().add("asked-grid");
        columns();
        head();
        row("Accuracy", asked.before().accuracy(), asked.before().interval(), after.accuracy(), after.interval());
        ofProtocol(asked);
        orders(asked);
        subjects(asked.subjectsBefore(), asked.subjectsAfter());
        getChildren().addAll(title, test, grid);
    }

    private void columns() {
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().add(name);
        for (double width : new double[] {72, 76, 72, 76, 76}) {
            ColumnConstraints column = new ColumnConstraints(width);
            column.setHalignment(HPos.RIGHT);
            grid.getColumnConstraints().add(column);
        }
    }

    private void head() {
        grid.add(label("", "caption"), 0, 0);
        grid.add(label("Untouched, %", "caption"), 1, 0, 2, 1);
        grid.add(label("This run, %", "caption"), 3, 0, 2, 1);
        grid.add(label("Change", "caption"), 5, 0);
    }

    private void ofProtocol(Asked asked) {
        if (asked.after().protocol().isByLetter()) {
            LetterCalibration before = LetterCalibration.of(asked.before());
            LetterCalibration after = LetterCalibration.of(asked.after());
            row("Letters calibrated", before.accuracy(), before.interval(), after.accuracy(), after.interval());
            grid.add(label("Always the commonest letter", "caption"), 0, grid.getRowCount());
            grid.add(label(Figures.percent(after.majority()), "numeric"), 1, grid.getRowCount() - 1);
        } else {
            row(
                    "By likelihood per token",
                    asked.before().accuracyNormalised(),
                    asked.before().intervalNormalised(),
                    asked.after().accuracyNormalised(),
                    asked.after().intervalNormalised());
        }
    }

    private void orders(Asked asked) {
        OptionOrders.Result before = asked.ordersBefore();
        OptionOrders.Result after = asked.ordersAfter();
        if (before != null && after != null) {
            row(
                    "Mean over " + after.byOrder().size() + " orders of the choices",
                    before.accuracy(),
                    before.interval(),
                    after.accuracy(),
                    after.interval());
            plain("Right in every order", before.rightInAllOrders(), after.rightInAllOrders());
        }
    }

    private void subjects(SubjectScores before, SubjectScores after) {
        if (after.subjects().size() < 2) {
            return;
        }
        plain("Mean of " + after.subjects().size() + " subjects", before.macro(), after.macro());
        for (int i = 0; i < Math.min(MOST_SUBJECTS, after.subjects().size()); i++) {
            SubjectScores.Subject was = before.subjects().get(i);
            SubjectScores.Subject is = after.subjects().get(i);
            row(
                    (is.name().isEmpty() ? "no subject" : is.name().replace('_', ' ')) + ", " + is.questions(),
                    was.accuracy(),
                    was.interval(),
                    is.accuracy(),
                    is.interval());
        }
    }

    private void row(String name, double before, Interval beforeRange, double after, Interval afterRange) {
        plain(name, before, after);
        int row = grid.getRowCount() - 1;
        grid.add(label(Figures.interval(beforeRange), "numeric", "interval"), 2, row);
        grid.add(label(Figures.interval(afterRange), "numeric", "interval"), 4, row);
    }

    private void plain(String name, double before, double after) {
        int row = grid.getRowCount();
        grid.add(label(name), 0, row);
        grid.add(label(Figures.percent(before), "numeric"), 1, row);
        grid.add(label(Figures.percent(after), "numeric"), 3, row);
        grid.add(label(Figures.signedPercent(after - before), "numeric"), 5, row);
    }

    private static Label label(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }
}
