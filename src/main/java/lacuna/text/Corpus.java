package lacuna.text;

import java.nio.file.Path;
import java.util.List;
import lacuna.run.LacunaException;

/**
 * Texts to measure or to train on, in the order of their file.
 *
 * @param name file or folder name
 * @param sha256 hexadecimal hash of the file's bytes; of a folder, the hash of one line {@code <file hash>  <file name>\n} for each file
 * @param format "JSON Lines, gzip"; of a folder those of its files
 * @param encoding "UTF-8", "windows-1252"; of a folder those of its files; what was detected, not what was hoped for
 */
public record Corpus(String name, List<Document> documents, String sha256, String format, String encoding) {

    /** Name of the field (.jsonl) or column (.csv, .parquet) that holds the text, where nothing else is said. */
    public static final String TEXT_FIELD = "text";

    public Corpus {
        documents = List.copyOf(documents);
    }

    /** Texts that came from no file. */
    public Corpus(String name, List<Document> documents, String sha256) {
        this(name, documents, sha256, "text", "UTF-8");
    }

    /** As {@link #read(Path, String)} with the field {@value #TEXT_FIELD}. */
    public static Corpus read(Path path) throws LacunaException {
        return read(path, TEXT_FIELD);
    }

    /**
     * Reads a corpus from a file or from all such files of a folder (not of its sub-folders, and not its README.md) in the order of
     * their names.
     *
     * <ul>
     *   <li>{@code .txt}: documents are separated by one or more blank lines; line breaks inside a document stay.
     *   <li>{@code .md}: a document is a section, from one heading to the next, as plain text without markup.
     *   <li>{@code .jsonl}: one JSON object a line, its text in {@code textField}; {@code meta.body} and {@code messages.0.content}
     *       reach into objects and lists.
     *   <li>{@code .csv}, {@code .tsv}: separated by commas, semicolons or tabs, with quotes as in RFC 4180; the header row names a
     *       column {@code textField}.
     *   <li>{@code .parquet}: the column {@code textField}, which must hold strings.
     * </ul>
     *
     * All but Parquet may be packed ({@code .gz}, {@code .zst}). Files are UTF-8; what a byte order mark says, and other encodings
     * where they can be told, are accepted too. Blank texts are passed over.
     *
     * @throws LacunaException naming file and line if a file is missing, damaged, not of its form, too large, or without any text
     */
    public static Corpus read(Path path, String textField) throws LacunaException {
        return CorpusReader.read(path, textField, CorpusBytes.limit());
    }

    /** The same texts cut into pieces; see {@link Splitting}. */
    public Corpus cut(Splitting splitting, Tokenizer tokenizer) {
        return new Corpus(name, splitting.apply(documents, tokenizer), sha256, format, encoding);
    }

    /** Whether a file's name says that it holds texts in a form we read. */
    public static boolean isReadable(java.nio.file.Path file) {
        return CorpusForm.of(file).isPresent();
    }
}
