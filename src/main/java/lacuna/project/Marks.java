package lacuna.project;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * {@code marks.json}: what a person decided about features. Where asked for, it takes the place of the automatic selection.
 *
 * @param marks in the order of hook point and feature
 */
public record Marks(List<Mark> marks) {

    /** Name of the file in a project folder. */
    public static final String FILE = "marks.json";

    /** A person's verdict. */
    public enum Verdict {
        @JsonProperty("suppress")
        SUPPRESS,
        @JsonProperty("keep")
        KEEP,
        @JsonProperty("undecided")
        UNDECIDED
    }

    /**
     * @param hook {@code resid_post.4}
     * @param feature its number in the SAE there
     * @param label a short name, or empty
     * @param note why, or empty
     * @param tags words to find it by; left out of the file where there are none
     */
    public record Mark(
            String hook,
            int feature,
            Verdict verdict,
            String label,
            String note,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tags) {

        @JsonCreator
        public Mark {
            verdict = Objects.requireNonNullElse(verdict, Verdict.UNDECIDED);
            label = Objects.requireNonNullElse(label, "");
            note = Objects.requireNonNullElse(note, "");
            tags = List.copyOf(Objects.requireNonNullElse(tags, List.<String>of()));
        }

        /** Without tags. */
        public Mark(String hook, int feature, Verdict verdict, String label, String note) {
            this(hook, feature, verdict, label, note, List.of());
        }

        /** Nothing is said about the feature, so the mark need not be kept. */
        public boolean saysNothing() {
            return verdict == Verdict.UNDECIDED && label.isBlank() && note.isBlank() && tags.isEmpty();
        }
    }

    public static final Marks NONE = new Marks(List.of());

    public Marks {
        marks = Objects.requireNonNullElse(marks, List.<Mark>of()).stream()
                .sorted(Comparator.comparing(
                                Mark::hook, Comparator.comparing(Marks::layerOf).thenComparing(h -> h))
                        .thenComparingInt(Mark::feature))
                .toList();
    }

    private static int layerOf(String hook) {
        String digits = hook.replaceAll("\\D", "");
        return digits.isEmpty() || digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /** Reads the file; no file means no marks. */
    public static Marks read(Path file) throws LacunaException {
        return Files.exists(file) ? Json.read(file, Marks.class) : NONE;
    }

    public void write(Path file) throws LacunaException {
        Json.write(file, this);
    }

    public List<Mark> suppressed() {
        return marks.stream().filter(mark -> mark.verdict() == Verdict.SUPPRESS).toList();
    }

    public Optional<Mark> of(String hook, int feature) {
        return marks.stream()
                .filter(mark -> mark.hook().equals(hook) && mark.feature() == feature)
                .findFirst();
    }

    /** A copy in which this mark replaces the one on the same feature; a blank one removes it. */
    public Marks with(Mark changed) {
        List<Mark> rest = new java.util.ArrayList<>(marks);
        rest.removeIf(mark -> mark.hook().equals(changed.hook()) && mark.feature() == changed.feature());
        if (!changed.saysNothing()) {
            rest.add(changed);
        }
        return new Marks(rest);
    }
}
