package lacuna.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/** Reads the file forms that {@link Corpus#read(Path, String)} describes. */
final class CorpusReader {

    private enum Form {
        TXT,
        JSONL,
        CSV
    }

    private static final String FORMS = ".txt, .jsonl or .csv";

    private final String textField;
    private final List<Document> documents = new ArrayList<>();

    private CorpusReader(String textField) {
        this.textField = textField;
    }

    static Corpus read(Path path, String textField) throws LacunaException {
        CorpusReader reader = new CorpusReader(textField);
        String sha256 = Files.isDirectory(path) ? reader.readFolder(path) : reader.readFile(path);
        if (reader.documents.isEmpty()) {
            throw new LacunaException(path + " holds no text: every document is blank. Add documents to the corpus.");
        }
        return new Corpus(nameOf(path), reader.documents, sha256);
    }

    private String readFolder(Path folder) throws LacunaException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> Files.isRegularFile(file) && isCorpus(nameOf(file)))
                    .sorted((a, b) -> nameOf(a).compareTo(nameOf(b)))
                    .toList();
        } catch (IOException e) {
            throw new LacunaException("Cannot read the folder " + folder + ": " + e.getMessage() + ".", e);
        }
        if (files.isEmpty()) {
            throw new LacunaException(
                    "The folder " + folder + " holds no corpus file. Put " + FORMS + " files into it.");
        }
        StringBuilder hashes = new StringBuilder();
        for (Path file : files) {
            hashes.append(readFile(file)).append("  ").append(nameOf(file)).append('\n');
        }
        return sha256(hashes.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String readFile(Path file) throws LacunaException {
        Form form = formOf(file);
        byte[] bytes = bytesOf(file);
        String text = TextBytes.decode(bytes, file.toString());
        switch (form) {
            case TXT -> readParagraphs(file, text);
            case JSONL -> readLines(file, text);
            case CSV -> readRows(file, text);
        }
        return sha256(bytes);
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
            JsonNode value = row.path(textField);
            if (!value.isTextual()) {
                throw new LacunaException(where + " has no text in the field \"" + textField + "\""
                        + found(row.isObject() ? namesOf(row) : List.of()) + ".");
            }
            add(file, ++ordinal, value.textValue());
        }
    }

    private void readRows(Path file, String text) throws LacunaException {
        CsvRows rows = new CsvRows(text, file.toString());
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
                        + ". Put fields that hold a comma in quotes.");
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

    private static byte[] bytesOf(Path file) throws LacunaException {
        if (!Files.exists(file)) {
            throw new LacunaException("There is no corpus " + file + ". Check the path.");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        } catch (OutOfMemoryError e) {
            throw new LacunaException(file + " is too large to read at once. Split it into files of one folder.", e);
        }
    }

    private static Form formOf(Path file) throws LacunaException {
        String name = nameOf(file).toLowerCase(Locale.ROOT);
        for (Form form : Form.values()) {
            if (name.endsWith("." + form.name().toLowerCase(Locale.ROOT))) {
                return form;
            }
        }
        throw new LacunaException(file + " is of a kind that is not read as a corpus. Give a " + FORMS
                + " file, or a folder of such files.");
    }

    private static boolean isCorpus(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith(".") && (lower.endsWith(".txt") || lower.endsWith(".jsonl") || lower.endsWith(".csv"));
    }

    private static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
