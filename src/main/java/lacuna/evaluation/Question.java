package lacuna.evaluation;

import java.util.List;

/**
 * A question with answers to choose from.
 *
 * @param answer index of the right choice, from 0
 */
public record Question(String question, List<String> choices, int answer) {

    public Question {
        choices = List.copyOf(choices);
        if (question.isBlank()) {
            throw new IllegalArgumentException("the question is empty");
        }
        if (choices.size() < 2) {
            throw new IllegalArgumentException("it has " + choices.size() + " choices, expected at least 2");
        }
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).isBlank()) {
                throw new IllegalArgumentException("choice " + (i + 1) + " is empty");
            }
        }
        if (answer < 0 || answer >= choices.size()) {
            throw new IllegalArgumentException("its answer is " + answer + ", expected 0 to " + (choices.size() - 1));
        }
    }
}
