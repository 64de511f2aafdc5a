package lacuna.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/** From JSON to questions; every complaint names file and row. */
final class QuestionReader {

    private static final String FORMS =
            " Expected a list of rows {\"question\", \"choices\", \"answer\"}, or one object with the"
                    + " lists \"questions\", \"choices\" and \"answers\".";

    /** What a row may say. */
    static final Set<String> COLUMNS = Set.of("question", "choices", "answer", "subject");

    private static final String NO_ANSWER = "\"answer\" is missing, or neither an index from 0 nor a letter";

    private final Path file;

    QuestionReader(Path file) {
        this.file = file;
    }

    List<Question> read(String text) throws LacunaException {
        JsonNode root = Json.parseTree(text, file.toString());
        List<Question> questions;
        if (root.isArray()) {
            questions = rows(root);
        } else if (root.path("questions").isArray()) {
            questions = parallel(root);
        } else {
            throw new LacunaException(file + " holds no questions." + FORMS);
        }
        return questions;
    }

    /** A row on every line. */
    List<Question> readLines(String text) throws LacunaException {
        List<Question> result = new ArrayList<>();
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            result.add(row(result.size(), Json.parseTree(line, file + ", question " + (result.size() + 1))));
        }
        return result;
    }

    /** Rows that were read elsewhere. */
    List<Question> readRows(List<JsonNode> rows) throws LacunaException {
        List<Question> result = new ArrayList<>(rows.size());
        for (JsonNode node : rows) {
            result.add(row(result.size(), node));
        }
        return result;
    }

    private List<Question> rows(JsonNode root) throws LacunaException {
        List<Question> result = new ArrayList<>(root.size());
        for (int row = 0; row < root.size(); row++) {
            result.add(row(row, root.get(row)));
        }
        return result;
    }

    private Question row(int row, JsonNode node) throws LacunaException {
        if (!node.isObject()) {
            throw bad(row, "it is no object");
        }
        return question(row, node.path("question"), node.path("choices"), node.path("answer"))
                .about(node.path("subject").asText(""));
    }

    private List<Question> parallel(JsonNode root) throws LacunaException {
        JsonNode questions = root.path("questions");
        JsonNode choices = root.path("choices");
        JsonNode answers = root.path("answers");
        if (choices.size() != questions.size() || answers.size() != questions.size()) {
            throw new LacunaException(file + " has " + questions.size() + " questions, " + choices.size()
                    + " lists of choices and " + answers.size() + " answers; the three lists must be equally long.");
        }
        List<Question> result = new ArrayList<>(questions.size());
        for (int row = 0; row < questions.size(); row++) {
            result.add(question(row, questions.get(row), choices.path(row), answers.path(row))
                    .about(root.path("subjects").path(row).asText("")));
        }
        return result;
    }

    private Question question(int row, JsonNode question, JsonNode choices, JsonNode answer) throws LacunaException {
        if (!question.isTextual()) {
            throw bad(row, "\"question\" is missing or no text");
        }
        if (!choices.isArray()) {
            throw bad(row, "\"choices\" is missing or no list");
        }
        List<String> texts = new ArrayList<>(choices.size());
        for (JsonNode choice : choices) {
            if (!choice.isTextual() && !choice.isNumber()) {
                throw bad(row, "choice " + (texts.size() + 1) + " is neither text nor a number");
            }
            texts.add(choice.asText());
        }
        try {
            return new Question(question.textValue(), texts, answer(row, answer));
        } catch (IllegalArgumentException e) {
            throw bad(row, String.valueOf(e.getMessage()));
        }
    }

    private int answer(int row, JsonNode answer) throws LacunaException {
        if (answer.canConvertToInt() && answer.isIntegralNumber()) {
            return answer.intValue();
        }
        if (answer.isTextual()) {
            return answer(row, answer.textValue());
        }
        throw bad(row, NO_ANSWER);
    }

    /** An answer as text: a letter from A, or an index from 0. */
    int answer(int row, String answer) throws LacunaException {
        String letter = answer.strip();
        if (letter.matches("[A-Za-z]")) {
            return Character.toUpperCase(letter.charAt(0)) - 'A';
        }
        if (letter.matches("\\d{1,2}")) {
            return Integer.parseInt(letter);
        }
        throw bad(row, NO_ANSWER);
    }

    Question question(int row, String text, List<String> choices, String answer, String subject)
            throws LacunaException {
        try {
            return new Question(text, choices, answer(row, answer), subject);
        } catch (IllegalArgumentException e) {
            throw bad(row, String.valueOf(e.getMessage()));
        }
    }

    /** Rows are counted from 1, as people count them. */
    LacunaException bad(int row, String what) {
        return new LacunaException(file + ", question " + (row + 1) + ": " + what + "." + FORMS);
    }
}
