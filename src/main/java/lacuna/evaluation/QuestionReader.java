package lacuna.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/** From the bytes of a question file to questions; every complaint names file and row. */
final class QuestionReader {

    private static final String FORMS =
            " Expected a list of rows {\"question\", \"choices\", \"answer\"}, or one object with the"
                    + " lists \"questions\", \"choices\" and \"answers\".";

    private final Path file;

    QuestionReader(Path file) {
        this.file = file;
    }

    List<Question> read(byte[] bytes) throws LacunaException {
        JsonNode root = Json.parseTree(text(bytes), file.toString());
        List<Question> questions;
        if (root.isArray()) {
            questions = rows(root);
        } else if (root.path("questions").isArray()) {
            questions = parallel(root);
        } else {
            throw new LacunaException(file + " holds no questions." + FORMS);
        }
        if (questions.isEmpty()) {
            throw new LacunaException(file + " is an empty list. Write at least one question into it.");
        }
        return questions;
    }

    private String text(byte[] bytes) throws LacunaException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new LacunaException(file + " is not UTF-8 text. Save it as UTF-8 and read it again.", e);
        }
    }

    private List<Question> rows(JsonNode root) throws LacunaException {
        List<Question> result = new ArrayList<>(root.size());
        for (int row = 0; row < root.size(); row++) {
            JsonNode node = root.get(row);
            if (!node.isObject()) {
                throw bad(row, "it is no object");
            }
            result.add(question(row, node.path("question"), node.path("choices"), node.path("answer")));
        }
        return result;
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
            result.add(question(row, questions.get(row), choices.path(row), answers.path(row)));
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
        String letter = answer.asText("").strip();
        if (answer.isTextual() && letter.matches("[A-Za-z]")) {
            return Character.toUpperCase(letter.charAt(0)) - 'A';
        }
        throw bad(row, "\"answer\" is missing, or neither an index from 0 nor a letter");
    }

    /** Rows are counted from 1, as people count them. */
    private LacunaException bad(int row, String what) {
        return new LacunaException(file + ", question " + (row + 1) + ": " + what + "." + FORMS);
    }
}
