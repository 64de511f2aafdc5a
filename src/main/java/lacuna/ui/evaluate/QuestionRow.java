package lacuna.ui.evaluate;

import java.util.ArrayList;
import java.util.List;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionResult;
import org.jspecify.annotations.Nullable;

/**
 * One question with the answers of both models.
 *
 * @param set "target", "benign" or "general"
 * @param number in its set, from 1
 * @param right the right answer
 * @param before what the model answered before
 * @param after what it answered after
 */
record QuestionRow(
        String set,
        int number,
        String question,
        String right,
        String before,
        String after,
        boolean rightBefore,
        boolean rightAfter) {

    /** Whether the answer is another one. */
    boolean isChanged() {
        return !before.equals(after);
    }

    /** Rows of a set; empty where either side was not measured or the questions are not those asked. */
    static List<QuestionRow> of(
            String set,
            List<Question> questions,
            @Nullable MultipleChoiceResult before,
            @Nullable MultipleChoiceResult after) {
        List<QuestionRow> rows = new ArrayList<>();
        if (before == null || after == null || before.questions().size() != questions.size()) {
            return rows;
        }
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            QuestionResult first = before.questions().get(i);
            QuestionResult second = after.questions().get(i);
            rows.add(new QuestionRow(
                    set,
                    i + 1,
                    question.question(),
                    question.choices().get(question.answer()),
                    question.choices().get(first.chosen()),
                    question.choices().get(second.chosen()),
                    first.correct(),
                    second.correct()));
        }
        return rows;
    }
}
