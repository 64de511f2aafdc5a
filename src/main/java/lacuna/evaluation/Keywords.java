package lacuna.evaluation;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words that speak of a concept. A proxy for its presence: a text may name it without knowing it, and know it without naming it. */
public final class Keywords {

    private final Pattern any;

    /** @param words at least one, as they stand in texts; capitals do not matter, and a word is found only whole */
    public Keywords(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no keyword");
        }
        this.any = Pattern.compile(
                words.stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|", "(?<![\\p{L}\\p{N}])(?:", ")(?![\\p{L}\\p{N}])")),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
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
