package lacuna.text;

import java.nio.file.Path;
import java.util.List;
import lacuna.run.LacunaException;

/**
 * Texts to measure or to train on, in the order of their file.
 *
 * @param name file or folder name
 * @param sha256 hexadecimal hash of the file's bytes; of a folder, the hash of one line {@code <file hash>  <file name>\n} for each file
 */
public record Corpus(String name, List<Document> documents, String sha256) {

    /** Name of the field (.jsonl) or column (.csv) that holds the text, where nothing else is said. */
    public static final String TEXT_FIELD = "text";

    public Corpus {
        documents = List.copyOf(documents);
    }

    /** As {@link #read(Path, String)} with the field {@value #TEXT_FIELD}. */
    public static Corpus read(Path path) throws LacunaException {
        return read(path, TEXT_FIELD);
    }

    /**
     * Reads a corpus from a file or from all such files of a folder (not of its sub-folders) in the order of their names.
     *
     * <ul>
     *   <li>{@code .txt}: documents are separated by one or more blank lines; line breaks inside a document stay.
     *   <li>{@code .jsonl}: one JSON object a line, its text in {@code textField}.
     *   <li>{@code .csv}: comma-separated with quotes as in RFC 4180; the header row names a column {@code textField}.
     * </ul>
     *
     * Files are UTF-8; a byte order mark is accepted, that of UTF-16 too. Blank texts are passed over.
     *
     * @throws LacunaException naming file and line if a file is missing, in another encoding, not of its form, or without any text
     */
    public static Corpus read(Path path, String textField) throws LacunaException {
        return CorpusReader.read(path, textField);
    }
}
