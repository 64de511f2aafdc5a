package lacuna.ui.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What the user has said about a feature.
 *
 * @param label in the user's words; empty for none
 * @param note why; empty for none
 * @param tags words to find it by
 */
public record FeatureNote(Mark mark, String label, String note, List<String> tags) {

    public static final FeatureNote NONE = new FeatureNote(Mark.UNDECIDED, "");

    public FeatureNote {
        tags = List.copyOf(tags);
    }

    /** Without note and tags. */
    public FeatureNote(Mark mark, String label) {
        this(mark, label, "", List.of());
    }

    public FeatureNote with(Mark other) {
        return new FeatureNote(other, label, note, tags);
    }

    public FeatureNote withLabel(String other) {
        return new FeatureNote(mark, other, note, tags);
    }

    public FeatureNote withNote(String other) {
        return new FeatureNote(mark, label, other, tags);
    }

    public FeatureNote withTags(List<String> other) {
        return new FeatureNote(mark, label, note, other);
    }

    /** Tags as they are typed: words with commas or blanks between; each counts once. */
    static List<String> tags(String typed) {
        LinkedHashSet<String> words =
                new LinkedHashSet<>(Arrays.asList(typed.strip().split("[\\s,;#]+")));
        words.remove("");
        return new ArrayList<>(words);
    }

    /** Whether a text, in lower case, is part of what was said. */
    boolean mentions(String text) {
        return label.toLowerCase(java.util.Locale.ROOT).contains(text)
                || note.toLowerCase(java.util.Locale.ROOT).contains(text)
                || tags.stream()
                        .anyMatch(tag -> tag.toLowerCase(java.util.Locale.ROOT).contains(text));
    }
}
