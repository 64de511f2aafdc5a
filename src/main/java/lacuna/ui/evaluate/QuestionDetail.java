package lacuna.ui.evaluate;

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

    private final Label question = whole("");
    private final Label right = whole("evaluate-right");
    private final Label before = whole("evaluate-before");
    private final Label after = whole("evaluate-after");
    private final GridPane grid = new GridPane();

    QuestionDetail() {
        getStyleClass().addAll("edge-to-edge", "question-detail");
        setId("evaluate-question");
        question.setId("evaluate-question-text");
        question.getStyleClass().add("question-text");
        grid.getStyleClass().add("question-grid");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints texts = new ColumnConstraints();
        texts.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, texts);
        grid.add(question, 0, 0, 2, 1);
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

    private void row(int at, String name, Label text) {
        grid.add(Words.label(name), 0, at);
        grid.add(text, 1, at);
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
        right.setText(row.right());
        answer(before, row.before(), row.rightBefore());
        answer(after, row.after(), row.rightAfter());
        setVvalue(0);
    }

    private static void answer(Label label, String text, boolean isRight) {
        label.setText(text);
        label.setGraphic(mark(isRight));
    }

    /** Beside an answer. */
    static Node mark(boolean isRight) {
        FontIcon mark = (isRight ? Icon.CHECK : Icon.CLOSE).node(13);
        mark.getStyleClass().add(isRight ? "answer-right" : "answer-wrong");
        return mark;
    }
}
