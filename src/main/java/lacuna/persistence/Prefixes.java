package lacuna.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionSet;
import lacuna.run.LacunaException;

/** Texts put in front of each question, to coax out what the bare question does not: a line of the file for each. */
public record Prefixes(String name, List<String> texts) {

    public Prefixes {
        texts = List.copyOf(texts);
    }

    /** Reads a list file, UTF-8; blank lines are passed over, and {@code \n} in a line is a line break. */
    public static Prefixes read(Path file) throws LacunaException {
        try {
            List<String> texts = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.replace("\\n", "\n"))
                    .toList();
            if (texts.isEmpty()) {
                throw new LacunaException(file + " holds no prefix. Write one on each line.");
            }
            return new Prefixes(String.valueOf(file.getFileName()), texts);
        } catch (IOException e) {
            throw new LacunaException(
                    "Cannot read the prefixes " + file + ": " + e.getMessage() + ". Check the path.", e);
        }
    }

    /** The set behind the prefix of this number. */
    QuestionSet before(QuestionSet set, int number) {
        List<Question> prefixed = set.questions().stream()
                .map(question -> new Question(
                        texts.get(number) + question.question(),
                        question.choices(),
                        question.answer(),
                        question.subject()))
                .toList();
        return new QuestionSet(set.name(), set.sha256() + ":prefix" + (number + 1), prefixed);
    }
}
