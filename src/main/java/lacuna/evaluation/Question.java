package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * A question with answers to choose from.
 *
 * @param answer index of the right choice, from 0
 * @param subject what it is about, in words or with underscores ("college_biology"); empty where nothing says so
 */
public record Question(String question, List<String> choices, int answer, String subject) {

    private static final int MOST_CHOICES = 26;

    public Question {
        choices = List.copyOf(choices);
        if (question.isBlank()) {
            throw new IllegalArgumentException("the question is empty");
        }
        if (choices.size() < 2 || choices.size() > MOST_CHOICES) {
            throw new IllegalArgumentException("it has " + choices.size() + " choices, expected "
                    + (choices.size() < 2 ? "at least 2" : "at most " + MOST_CHOICES));
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

    /** About nothing in particular. */
    public Question(String question, List<String> choices, int answer) {
        this(question, choices, answer, "");
    }

    /** "A" for the first choice. */
    public String letter(int choice) {
        return String.valueOf((char) ('A' + choice));
    }

    Question about(String other) {
        return new Question(question, choices, answer, other);
    }

    /**
     * The same question with its choices in another order.
     *
     * @param order [choices] the old place of each choice
     */
    Question inOrder(int[] order) {
        List<String> moved = new ArrayList<>(order.length);
        int right = -1;
        for (int place = 0; place < order.length; place++) {
            moved.add(choices.get(order[place]));
            right = order[place] == answer ? place : right;
        }
        return new Question(question, moved, right, subject);
    }
}
