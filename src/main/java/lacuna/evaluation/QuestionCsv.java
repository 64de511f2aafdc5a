package lacuna.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.text.CsvRows;

/** Question files as comma-separated values, with and without a header. */
final class QuestionCsv {

    private static final int FEWEST_FIELDS = 4; // question, two choices, answer

    private final Path file;
    private final QuestionReader reader;

    QuestionCsv(Path file, QuestionReader reader) {
        this.file = file;
        this.reader = reader;
    }

    List<Question> read(String text) throws LacunaException {
        CsvRows rows = new CsvRows(text, ',', file.toString());
        CsvRows.Row first = rows.next();
        if (first == null) {
            return List.of();
        }
        List<String> names = first.fields().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        boolean hasHeader = names.contains("question") && names.contains("answer");
        List<Question> questions = new ArrayList<>();
        if (!hasHeader) {
            questions.add(plain(0, first.fields()));
        }
        for (CsvRows.Row row = rows.next(); row != null; row = rows.next()) {
            int number = questions.size();
            questions.add(hasHeader ? named(number, names, row.fields()) : plain(number, row.fields()));
        }
        return questions;
    }

    /** Question, choices, answer. */
    private Question plain(int row, List<String> fields) throws LacunaException {
        int last = fields.size() - 1;
        if (fields.size() < FEWEST_FIELDS) {
            throw reader.bad(
                    row, "it has " + fields.size() + " fields, expected a question, its choices and an answer");
        }
        return reader.question(row, fields.get(0), fields.subList(1, last), fields.get(last), "");
    }

    private Question named(int row, List<String> names, List<String> fields) throws LacunaException {
        if (fields.size() != names.size()) {
            throw reader.bad(row, "it has " + fields.size() + " fields, the header " + names.size());
        }
        int subject = names.indexOf("subject");
        return reader.question(
                row,
                fields.get(names.indexOf("question")),
                choices(row, names, fields),
                fields.get(names.indexOf("answer")),
                subject < 0 ? "" : fields.get(subject));
    }

    /** Columns A, B, C, ..., or one column that holds a JSON list. */
    private List<String> choices(int row, List<String> names, List<String> fields) throws LacunaException {
        List<String> choices = new ArrayList<>();
        int list = names.indexOf("choices");
        if (list >= 0) {
            for (JsonNode choice : Json.parseTree(fields.get(list), file + ", question " + (row + 1))) {
                choices.add(choice.asText());
            }
            return choices;
        }
        for (char letter = 'a'; letter <= 'z'; letter++) {
            int column = names.indexOf(String.valueOf(letter));
            if (column < 0) {
                break;
            }
            choices.add(fields.get(column));
        }
        // a question with fewer choices leaves the last columns empty; one that is empty between others is a fault
        while (!choices.isEmpty() && choices.get(choices.size() - 1).isBlank()) {
            choices.remove(choices.size() - 1);
        }
        return choices;
    }
}
