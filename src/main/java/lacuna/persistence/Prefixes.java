package lacuna.persistence;

import java.nio.file.Path;
import java.util.List;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionSet;
import lacuna.run.LacunaException;
import lacuna.text.ListFile;

/** Texts put in front of each question, to coax out what the bare question does not: a line of the file for each. */
public record Prefixes(String name, List<String> texts) {

    public Prefixes {
        texts = List.copyOf(texts);
    }

    /**
     * Reads a list file; blank lines are passed over, and {@code \n} in a line is a line break.
     *
     * @throws LacunaException if the file cannot be read, or holds no prefix
     */
    public static Prefixes read(Path file) throws LacunaException {
        List<String> texts = ListFile.read(file, "prefixes").stream()
                .map(line -> line.replace("\\n", "\n"))
                .toList();
        return new Prefixes(String.valueOf(file.getFileName()), texts);
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
