package lacuna.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms of corpus files, told by their names. Each may be packed with gzip or Zstandard. */
enum CorpusForm {
    TEXT("text", ".txt"),
    MARKDOWN("Markdown", ".md", ".markdown"),
    JSON_LINES("JSON Lines", ".jsonl", ".ndjson"),
    CSV("CSV", ".csv"),
    TSV("TSV", ".tsv"),
    PARQUET("Parquet", ".parquet");

    /** For sentences. */
    static final String NAMES = ".txt, .md, .jsonl, .csv, .tsv or .parquet";

    private final String title;
    private final List<String> endings;

    CorpusForm(String title, String... endings) {
        this.title = title;
        this.endings = List.of(endings);
    }

    static Optional<CorpusForm> of(Path file) {
        String name = Packing.of(file).unpackedName(file);
        for (CorpusForm form : values()) {
            if (form.endings.stream().anyMatch(name::endsWith)) {
                // Parquet packs its own pages and is read from many places at once
                return form == PARQUET && Packing.of(file) != Packing.NONE ? Optional.empty() : Optional.of(form);
            }
        }
        return Optional.empty();
    }

    /** "CSV, gzip". */
    String title(Path file) {
        Packing packing = Packing.of(file);
        return packing == Packing.NONE ? title : title + ", " + packing.title();
    }

    /** How a file is packed. */
    enum Packing {
        NONE("", ""),
        GZIP("gzip", ".gz"),
        ZSTANDARD("Zstandard", ".zst");

        private final String title;
        private final String ending;

        Packing(String title, String ending) {
            this.title = title;
            this.ending = ending;
        }

        static Packing of(Path file) {
            String name = lowerName(file);
            return name.endsWith(GZIP.ending) ? GZIP : name.endsWith(ZSTANDARD.ending) ? ZSTANDARD : NONE;
        }

        String title() {
            return title;
        }

        private String unpackedName(Path file) {
            String name = lowerName(file);
            return name.substring(0, name.length() - ending.length());
        }

        private static String lowerName(Path file) {
            return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        }
    }
}
