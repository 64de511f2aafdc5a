package lacuna.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lacuna.run.LacunaException;
import lacuna.text.ListFile;

/** Words that speak of a concept. A proxy for its presence: a text may name it without knowing it, and know it without naming it. */
public final class Keywords {

    /** Its name in a project folder. */
    public static final String FILE = "keywords.txt";

    private final Pattern any;
    private final int size;

    /** @param words at least one, as they stand in texts; capitals do not matter, and a word is found only whole */
    public Keywords(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no keyword");
        }
        this.size = words.size();
        this.any = Pattern.compile(
                words.stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|", "(?<![\\p{L}\\p{N}])(?:", ")(?![\\p{L}\\p{N}])")),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /**
     * Reads a list file, a word or phrase on each line; blank lines are passed over.
     *
     * @throws LacunaException if the file cannot be read, or holds no word
     */
    public static Keywords read(Path file) throws LacunaException {
        return new Keywords(
                ListFile.read(file, "keywords").stream().map(String::strip).toList());
    }

    /** How many words. */
    public int size() {
        return size;
    }

    /** Share of the texts in which one of the words stands. */
    public double rate(List<String> texts) {
        return texts.isEmpty()
                ? 0
                : (double) texts.stream()
                                .filter(text -> any.matcher(text).find())
                                .count()
                        / texts.size();
    }
}
