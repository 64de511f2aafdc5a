package lacuna.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lacuna.run.IoReason;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/** Reads the file forms that {@link Corpus#read(Path, String)} describes. */
final class CorpusReader {

    private final String textField;
    private final long limit;
    private final List<Document> documents = new ArrayList<>();
    private final Set<String> formats = new LinkedHashSet<>();
    private final Set<String> encodings = new LinkedHashSet<>();
    private long bytes;

    private CorpusReader(String textField, long limit) {
        this.textField = textField;
        this.limit = limit;
    }

    static Corpus read(Path path, String textField, long limit) throws LacunaException {
        CorpusReader reader = new CorpusReader(textField, limit);
        String sha256 = Files.isDirectory(path) ? reader.readFolder(path) : reader.readFile(path);
        if (reader.documents.isEmpty()) {
            throw new LacunaException(path + " holds no text: every document is blank. Add documents to the corpus.");
        }
        return new Corpus(
                nameOf(path),
                reader.documents,
                sha256,
                String.join("; ", reader.formats),
                String.join("; ", reader.encodings));
    }

    private String readFolder(Path folder) throws LacunaException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> Files.isRegularFile(file) && isCorpus(file))
                    .sorted((a, b) -> nameOf(a).compareTo(nameOf(b)))
                    .toList();
        } catch (IOException e) {
            throw new LacunaException("Cannot read the folder " + folder + ": " + IoReason.of(e) + ".", e);
        }
        if (files.isEmpty()) {
            throw new LacunaException(
                    "The folder " + folder + " holds no corpus file. Put " + CorpusForm.NAMES + " files into it.");
        }
        StringBuilder hashes = new StringBuilder();
        for (Path file : files) {
            hashes.append(readFile(file)).append("  ").append(nameOf(file)).append('\n');
        }
        return CorpusBytes.sha256(hashes.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String readFile(Path file) throws LacunaException {
        CorpusForm form = CorpusForm.of(file)
                .orElseThrow(() -> new LacunaException(
                        file + " is of a kind that is not read as a corpus. Give a " + CorpusForm.NAMES
                                + " file (all but the last also as .gz or .zst), or a folder of such files."));
        formats.add(form.title(file));
        if (form == CorpusForm.PARQUET) {
            return readParquet(file);
        }
        CorpusBytes content = CorpusBytes.read(file, limit - bytes);
        bytes += content.bytes().length;
        TextBytes decoded = TextBytes.decode(content.bytes(), file.toString());
        encodings.add(decoded.encoding());
        String text = decoded.text();
        switch (form) {
            case TEXT -> readParagraphs(file, text);
            case MARKDOWN -> readSections(file, text);
            case JSON_LINES -> readLines(file, text);
            case TSV -> readRows(file, text, '\t');
            default -> readRows(file, text, separator(text));
        }
        return content.sha256();
    }

    private String readParquet(Path file) throws LacunaException {
        int[] ordinal = {0};
        ParquetText.read(file, textField, limit - bytes, text -> {
            bytes += text.length();
            add(file, ++ordinal[0], text);
        });
        encodings.add("UTF-8");
        return CorpusBytes.hash(file);
    }

    private void readSections(Path file, String text) {
        int ordinal = 0;
        for (String section : MarkdownSections.of(text)) {
            add(file, ++ordinal, section);
        }
    }

    private void readParagraphs(Path file, String text) {
        StringBuilder paragraph = new StringBuilder();
        int ordinal = 0;
        for (String line : (Iterable<String>) Stream.concat(text.lines(), Stream.of(""))::iterator) {
            if (!line.isBlank()) {
                paragraph.append(paragraph.isEmpty() ? "" : "\n").append(line);
            } else if (!paragraph.isEmpty()) {
                add(file, ++ordinal, paragraph.toString());
                paragraph.setLength(0);
            }
        }
    }

    private void readLines(Path file, String text) throws LacunaException {
        int lineNumber = 0;
        int ordinal = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            lineNumber++;
            if (line.isBlank()) {
                continue;
            }
            String where = file + ", line " + lineNumber;
            JsonNode row;
            try {
                row = Json.parseTree(line, where);
            } catch (LacunaException e) {
                throw new LacunaException(
                        where + " is not JSON. Write one object a line, such as {\"" + textField + "\": \"...\"}.", e);
            }
            JsonNode value = valueOf(row);
            if (value.isNull()) {
                continue;
            }
            if (!value.isTextual()) {
                throw new LacunaException(where + " has no text in the field \"" + textField + "\""
                        + found(row.isObject() ? namesOf(row) : List.of()) + ".");
            }
            add(file, ++ordinal, value.textValue());
        }
    }

    private void readRows(Path file, String text, char separator) throws LacunaException {
        CsvRows rows = new CsvRows(text, separator, file.toString());
        CsvRows.Row header = rows.next();
        List<String> names = header == null
                ? List.of()
                : header.fields().stream().map(String::strip).toList();
        int column = names.indexOf(textField);
        if (header != null && column < 0) {
            throw new LacunaException(
                    file + ", line " + header.line() + " names no column \"" + textField + "\"" + found(names) + ".");
        }
        int ordinal = 0;
        for (CsvRows.Row row = rows.next(); row != null; row = rows.next()) {
            if (row.fields().size() != names.size()) {
                throw new LacunaException(file + ", line " + row.line() + " has "
                        + row.fields().size() + " fields where the header has " + names.size()
                        + ". Put fields that hold the separator in quotes.");
            }
            add(file, ++ordinal, row.fields().get(column));
        }
    }

    private void add(Path file, int ordinal, String text) {
        if (!text.isBlank()) {
            documents.add(new Document(nameOf(file) + "#" + ordinal, text));
        }
    }

    private static String found(List<String> names) {
        return names.isEmpty()
                ? ""
                : "; it has \"" + String.join("\", \"", names) + "\". Rename one of them, or name the field to read";
    }

    private static List<String> namesOf(JsonNode row) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A field of this very name, else what lies at the end of the path {@code a.b.0}. */
    private JsonNode valueOf(JsonNode row) {
        JsonNode value = row.path(textField);
        if (!value.isMissingNode()) {
            return value;
        }
        JsonNode at = row;
        for (String step : textField.split("\\.", -1)) {
            at = at.isArray() && step.matches("\\d{1,9}") ? at.path(Integer.parseInt(step)) : at.path(step);
        }
        return at;
    }

    /** The separator that stands most often in the header; programs of many countries write semicolons. */
    private static char separator(String text) {
        String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            best = count(header, candidate) > count(header, best) ? candidate : best;
        }
        return best;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private static boolean isCorpus(Path file) {
        String name = nameOf(file);
        return !name.startsWith(".")
                && !name.equalsIgnoreCase("README.md")
                && CorpusForm.of(file).isPresent();
    }

    private static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
