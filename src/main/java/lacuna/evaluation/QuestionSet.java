package lacuna.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import lacuna.run.LacunaException;

/**
 * Questions of one file, in its order.
 *
 * @param name file name
 * @param sha256 hexadecimal hash of the file's bytes; for a half of it, the half's name follows, and a subject that was given
 */
public record QuestionSet(String name, String sha256, List<Question> questions) {

    public QuestionSet {
        questions = List.copyOf(questions);
    }

    /** The halves into which CRISP's evaluation splits a set: settings are chosen on one and reported on the other. */
    public enum Part {
        ALL,
        VALIDATION,
        TEST
    }

    /**
     * Reads a question file; fields and columns that are not named here are passed over:
     *
     * <ul>
     *   <li>.json, rows: {@code [{"question": "...", "choices": ["...", ...], "answer": 2, "subject": "..."}, ...]}
     *   <li>.json, parallel lists: {@code {"questions": [...], "choices": [[...], ...], "answers": [...], "subjects": [...]}}
     *   <li>.jsonl: a row on every line
     *   <li>.parquet: columns question, choices (a list), answer, and subject if there is one, as MMLU and WMDP are published
     *   <li>.csv with a header that names question, answer, and choices as columns A, B, C, ... or as one JSON list
     *   <li>.csv without header, as MMLU's files: question, the choices, the letter of the answer
     * </ul>
     *
     * An answer is an index from 0, or a letter from A. A subject may be missing.
     *
     * @throws LacunaException naming file and row if the file is missing or a question cannot be used
     */
    public static QuestionSet read(Path file) throws LacunaException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            List<Question> questions = QuestionForms.read(file, bytes);
            return new QuestionSet(String.valueOf(file.getFileName()), sha256(bytes), questions);
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no question file " + file + ". Check the path.", e);
        } catch (IOException e) {
            throw new LacunaException("Cannot read the questions " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** Number of questions. */
    public int size() {
        return questions.size();
    }

    /**
     * Half of the set, in the order of its shuffle (python's {@code random.shuffle}, seed 0); its hash says which half.
     *
     * @throws LacunaException if the half is empty
     */
    public QuestionSet part(Part part) throws LacunaException {
        if (part == Part.ALL) {
            return this;
        }
        String half = part.name().toLowerCase(Locale.ROOT);
        List<Question> chosen = Arrays.stream(PublishedSplit.indices(size(), part))
                .mapToObj(questions::get)
                .toList();
        if (chosen.isEmpty()) {
            throw new LacunaException(
                    name + " holds " + size() + " questions, too few to split. Ask all of them, or add some.");
        }
        return new QuestionSet(name + " (" + half + " half)", sha256 + ":" + half, chosen);
    }

    /** With a subject for questions that name none: lm-evaluation-harness's prompt says it, so that they are other questions then. */
    public QuestionSet about(String subject) {
        boolean isNews =
                questions.stream().anyMatch(question -> question.subject().isEmpty());
        return new QuestionSet(
                name,
                isNews ? sha256 + ":about " + subject : sha256,
                questions.stream()
                        .map(question -> question.subject().isEmpty() ? question.about(subject) : question)
                        .toList());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
