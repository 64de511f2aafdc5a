package lacuna.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.run.IoReason;
import lacuna.run.LacunaException;

/** A list in a file of text, an entry on each line. */
public final class ListFile {

    private ListFile() {}

    /**
     * The lines as they stand, but for blank ones. Encodings are told as a corpus's are, so that a byte order mark is no part of the first
     * entry.
     *
     * @param entries what stands on the lines, for the complaint: "keywords"
     * @return at least one
     * @throws LacunaException if the file cannot be read, or holds no entry
     */
    public static List<String> read(Path file, String entries) throws LacunaException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LacunaException(
                    "Cannot read the " + entries + " " + file + ": " + IoReason.of(e) + ". Check the path.", e);
        }
        List<String> lines = TextBytes.decode(bytes, file.toString())
                .text()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.isEmpty()) {
            throw new LacunaException(file + " holds no " + entries + ". Write one on each line.");
        }
        return lines;
    }
}
