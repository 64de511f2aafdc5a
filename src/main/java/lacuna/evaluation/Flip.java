package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * A question that only one of two models answered rightly.
 *
 * @param number of the question among those asked, from 1
 * @param question its text; empty where it is not known
 * @param right the right choice: its letter, and its text where that is known
 * @param before what the first model chose
 * @param after what the second chose
 * @param lost whether it was the first that was right
 */
public record Flip(int number, String question, String right, String before, String after, boolean lost) {

    /** @param questions those asked, in the order of the results; empty if they are not known any more */
    public static List<Flip> of(MultipleChoiceResult before, MultipleChoiceResult after, List<Question> questions) {
        List<Flip> flips = new ArrayList<>();
        for (int i = 0; i < before.questions().size(); i++) {
            QuestionResult was = before.questions().get(i);
            QuestionResult is = after.questions().get(i);
            if (was.correct() != is.correct()) {
                Question asked = questions.isEmpty() ? null : questions.get(i);
                List<String> choices = asked == null ? List.of() : asked.choices();
                flips.add(new Flip(
                        i + 1,
                        asked == null ? "" : asked.question(),
                        choice(was.answer(), choices),
                        choice(was.chosen(), choices),
                        choice(is.chosen(), choices),
                        was.correct()));
            }
        }
        return flips;
    }

    private static String choice(int index, List<String> choices) {
        String letter = String.valueOf((char) ('A' + index));
        return choices.isEmpty() ? letter : letter + ": " + choices.get(index);
    }
}
