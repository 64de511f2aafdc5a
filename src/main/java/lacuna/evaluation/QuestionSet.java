package lacuna.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import lacuna.run.LacunaException;

/**
 * Questions of one file, in its order.
 *
 * @param name file name
 * @param sha256 hexadecimal hash of the file's bytes
 */
public record QuestionSet(String name, String sha256, List<Question> questions) {

    public QuestionSet {
        questions = List.copyOf(questions);
    }

    /**
     * Reads a .json file in one of two forms; fields that are not named here are passed over:
     *
     * <ul>
     *   <li>rows: {@code [{"question": "...", "choices": ["...", ...], "answer": 2}, ...]}
     *   <li>parallel lists: {@code {"questions": [...], "choices": [[...], ...], "answers": [...]}}
     * </ul>
     *
     * An answer is an index from 0, or a letter from A.
     *
     * @throws LacunaException naming file and row if the file is missing or a question cannot be used
     */
    public static QuestionSet read(Path file) throws LacunaException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            List<Question> questions = new QuestionReader(file).read(bytes);
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
