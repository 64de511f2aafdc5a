package lacuna.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * Marks under a name, in a file of their own ({@code selections/NAME.json}), that can be given to somebody else: it says which SAEs the
 * feature numbers belong to, so that another project takes it only if its SAEs are the same.
 *
 * @param form version of the file's form
 * @param name as the user wrote it
 * @param created ISO 8601
 * @param project name of the project it was made in
 * @param saes those that the marks refer to
 */
public record NamedSelection(
        int form, String name, String created, String project, List<SaeIdentity> saes, List<Marks.Mark> marks) {

    /** The form written by this version of Lacuna. */
    public static final int FORM = 1;

    /** Name of the folder in a project. */
    public static final String FOLDER = "selections";

    /**
     * What two selections have in common.
     *
     * @param both features suppressed in both
     */
    public record Overlap(int onlyFirst, int both, int onlySecond) {

        /** |A and B| / |A or B|; 1 for two empty ones. */
        public double jaccard() {
            int all = onlyFirst + both + onlySecond;
            return all == 0 ? 1 : (double) both / all;
        }
    }

    public NamedSelection {
        name = Objects.requireNonNullElse(name, "");
        project = Objects.requireNonNullElse(project, "");
        saes = List.copyOf(Objects.requireNonNullElse(saes, List.<SaeIdentity>of()));
        marks = new Marks(marks).marks();
    }

    /** The project's marks as they are, under a name. Reads the SAEs' bytes. */
    public static NamedSelection of(String name, Project project, Marks marks) throws LacunaException {
        Set<String> used = new HashSet<>();
        marks.marks().forEach(mark -> used.add(mark.hook()));
        List<SaeIdentity> saes = new ArrayList<>(SaeIdentity.of(project));
        saes.removeIf(sae -> !used.contains(sae.hook()));
        return new NamedSelection(
                FORM,
                name.strip(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                project.manifest().name(),
                saes,
                marks.marks());
    }

    /** Those saved in a project, by name. */
    public static List<NamedSelection> all(Project project) throws LacunaException {
        Path folder = project.folder().resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<NamedSelection> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                all.add(read(file));
            }
        } catch (IOException e) {
            throw new LacunaException("Cannot read the folder " + folder + ": " + e.getMessage() + ".", e);
        }
        return all;
    }

    public static NamedSelection read(Path file) throws LacunaException {
        NamedSelection selection = Json.read(file, NamedSelection.class);
        if (selection.form() != FORM) {
            throw new LacunaException(file + " is a selection of form " + selection.form()
                    + ", which this version of Lacuna does not know. Use the version that wrote it.");
        }
        for (Marks.Mark mark : selection.marks()) {
            if (mark.hook() == null || mark.feature() < 0) {
                throw new LacunaException(file + " has a mark without hook point or feature. Export it again.");
            }
        }
        return selection;
    }

    /** Writes it among the project's selections; one of the same name is replaced. */
    public void save(Project project) throws LacunaException {
        Json.write(file(project), this);
    }

    /**
     * Where it is kept. Letters and digits of any script stay, the rest becomes a hyphen; a number follows where a selection of another
     * name has that file.
     */
    public Path file(Project project) throws LacunaException {
        String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        String safe = plain.replaceAll("^[.-]+", "");
        String base = safe.isEmpty() ? "selection" : safe;
        Path folder = project.folder().resolve(FOLDER);
        Path file = folder.resolve(base + ".json");
        for (int i = 2; Files.exists(file) && !read(file).name.equals(name); i++) {
            file = folder.resolve(base + "-" + i + ".json");
        }
        return file;
    }

    /**
     * Checks that the feature numbers mean the same here.
     *
     * @throws LacunaException naming the SAE that is missing or another
     */
    public void requireSameSaes(Project here) throws LacunaException {
        List<SaeIdentity> present = SaeIdentity.of(here);
        for (Marks.Mark mark : marks) {
            if (saes.stream().noneMatch(sae -> sae.hook().equals(mark.hook()))) {
                throw new LacunaException("The selection \"" + name + "\" does not say which SAE its features at "
                        + mark.hook() + " belong to. Export it again from the project it was made in.");
            }
        }
        for (SaeIdentity sae : saes) {
            SaeIdentity same = present.stream()
                    .filter(other -> other.hook().equals(sae.hook()))
                    .findFirst()
                    .orElseThrow(() -> new LacunaException("The selection \"" + name + "\" marks features of an SAE at "
                            + sae.hook() + ", and " + here.manifest().name()
                            + " has none there. Open a project with that SAE."));
            if (!same.sha256().equals(sae.sha256())) {
                throw new LacunaException("The selection \"" + name + "\" was made with the SAE " + sae.name() + " at "
                        + sae.hook() + ", and the SAE here (" + same.name()
                        + ") holds other weights: the same number is another feature. Open a project with that SAE.");
            }
        }
    }

    /** Compares what is suppressed. */
    public Overlap overlap(Marks other) {
        Set<String> first = suppressed(marks);
        Set<String> second = suppressed(other.marks());
        Set<String> both = new HashSet<>(first);
        both.retainAll(second);
        return new Overlap(first.size() - both.size(), both.size(), second.size() - both.size());
    }

    private static Set<String> suppressed(List<Marks.Mark> marks) {
        Set<String> keys = new HashSet<>();
        for (Marks.Mark mark : marks) {
            if (mark.verdict() == Marks.Verdict.SUPPRESS) {
                keys.add(mark.hook() + "/" + mark.feature());
            }
        }
        return keys;
    }
}
