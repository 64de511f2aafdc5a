package lacuna.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lacuna.run.LacunaException;
import lacuna.text.ParquetRows;

/** Reads a question file by what its name ends with. */
final class QuestionForms {

    /** Of questions unpacked; the whole of MMLU has 10 MB. */
    private static final long MOST_BYTES = 1L << 28;

    private QuestionForms() {}

    static List<Question> read(Path file, byte[] bytes) throws LacunaException {
        QuestionReader reader = new QuestionReader(file);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        List<Question> questions;
        if (name.endsWith(".csv")) {
            questions = new QuestionCsv(file, reader).read(text(file, bytes));
        } else if (name.endsWith(".parquet")) {
            questions = reader.readRows(ParquetRows.read(file, QuestionReader.COLUMNS, MOST_BYTES));
        } else if (name.endsWith(".jsonl")) {
            questions = reader.readLines(text(file, bytes));
        } else {
            questions = reader.read(text(file, bytes));
        }
        if (questions.isEmpty()) {
            throw new LacunaException(file + " is an empty list. Write at least one question into it.");
        }
        return questions;
    }

    private static String text(Path file, byte[] bytes) throws LacunaException {
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
}
