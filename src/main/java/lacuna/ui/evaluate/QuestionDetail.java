package lacuna.ui.evaluate;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The selected question in full, with the answers that the cells of the table have no room for. */
final class QuestionDetail extends ScrollPane {

    private static final double TALLEST = 168;

    private final Label question = whole("evaluate-question-text");
    private final Answer right = new Answer("evaluate-right");
    private final Answer before = new Answer("evaluate-before");
    private final Answer after = new Answer("evaluate-after");
    private final GridPane grid = new GridPane();

    /** An answer and whether it is right. */
    private static final class Answer {
        final Label mark = new Label();
        final Label text;

        Answer(String id) {
            text = whole(id);
        }

        void show(String answer, boolean isRight) {
            text.setText(answer);
            mark.setGraphic(mark(isRight));
        }
    }

    QuestionDetail() {
        getStyleClass().addAll("edge-to-edge", "question-detail");
        setId("evaluate-question");
        question.getStyleClass().add("question-text");
        grid.getStyleClass().add("question-grid");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints marks = new ColumnConstraints(16);
        ColumnConstraints texts = new ColumnConstraints();
        texts.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, marks, texts);
        grid.add(question, 0, 0, 3, 1);
        row(1, "Right answer", right);
        row(2, "Before", before);
        row(3, "After", after);
        setContent(grid);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        prefHeightProperty().bind(grid.heightProperty().map(height -> Math.min(TALLEST, height.doubleValue() + 2)));
        setMaxHeight(TALLEST);
        setMinHeight(USE_PREF_SIZE); // the table gives way
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    private void row(int at, String name, Answer answer) {
        grid.addRow(at, Words.label(name), answer.mark, answer.text);
        grid.getChildren().forEach(cell -> GridPane.setValignment(cell, VPos.TOP)); // beside the first of several lines
    }

    private static Label whole(String id) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    /** Null where no row is selected. */
    void show(@Nullable QuestionRow row) {
        setVisible(row != null);
        if (row == null) {
            return;
        }
        question.setText(row.question());
        right.show(row.right(), true);
        before.show(row.before(), row.rightBefore());
        after.show(row.after(), row.rightAfter());
        setVvalue(0);
    }

    /** Beside an answer. */
    static Node mark(boolean isRight) {
        FontIcon mark = (isRight ? Icon.CHECK : Icon.CLOSE).node(13);
        mark.getStyleClass().add(isRight ? "answer-right" : "answer-wrong");
        return mark;
    }
}
