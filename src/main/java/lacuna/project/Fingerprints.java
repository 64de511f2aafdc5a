package lacuna.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/** Hashes of what goes into a run, so that nothing computed from other inputs is ever taken for it. */
public final class Fingerprints {

    private static final int SHORT = 16;

    private Fingerprints() {}

    /**
     * SHA-256 of every input file of a project, by its path in the project folder: model weights, configuration and tokenizer, SAEs,
     * corpora, questions, prompts.
     */
    public static Map<String, String> ofInputs(Project project) throws LacunaException {
        Map<String, String> hashes = ofStatistics(project);
        ProjectManifest.Corpora corpora = project.manifest().corpora();
        for (ProjectManifest.CorpusEntry entry : new ProjectManifest.CorpusEntry[] {
            corpora.coherence(), corpora.targetHeldOut(), corpora.benignHeldOut(), corpora.perplexity()
        }) {
            if (entry != null) {
                addFiles(project, project.resolve(entry.path()), hashes);
            }
        }
        ProjectManifest.Questions questions = project.manifest().questions();
        if (questions != null) {
            addIfNamed(project, questions.target(), hashes);
            addIfNamed(project, questions.benign(), hashes);
            GeneralSet general = questions.general();
            addIfNamed(project, general == null ? null : general.path(), hashes);
        }
        addIfNamed(project, project.manifest().prompts(), hashes);
        return hashes;
    }

    /** The same with the person's marks, where they decide what is suppressed. */
    static Map<String, String> ofInputs(Project project, SelectionSource source) throws LacunaException {
        Map<String, String> hashes = ofInputs(project);
        if (source == SelectionSource.MARKS) {
            addIfNamed(project, Marks.FILE, hashes);
        }
        return hashes;
    }

    /** The same with marks as they were at a moment, whatever the file says by now. */
    static Map<String, String> ofInputs(Project project, Marks marks) throws LacunaException {
        Map<String, String> hashes = ofInputs(project);
        if (marks.equals(Marks.read(project.marksFile()))) {
            addIfNamed(project, Marks.FILE, hashes); // as the command line sees it, so that it can go on with the run
        } else {
            hashes.put(Marks.FILE, sha256(Json.line(marks).getBytes(StandardCharsets.UTF_8)));
        }
        return hashes;
    }

    private static void addIfNamed(Project project, @Nullable String path, Map<String, String> hashes)
            throws LacunaException {
        if (path != null) {
            addFiles(project, project.resolve(path), hashes);
        }
    }

    /** SHA-256 of the files that the statistics depend on: model, SAEs, target and benign corpus. */
    static Map<String, String> ofStatistics(Project project) throws LacunaException {
        Map<String, String> hashes = new TreeMap<>();
        addFiles(project, project.model(), hashes);
        for (ProjectManifest.SaeEntry sae : project.manifest().saes()) {
            addSae(project, sae, hashes);
        }
        addFiles(project, project.resolve(project.manifest().corpora().target().path()), hashes);
        addFiles(project, project.resolve(project.manifest().corpora().benign().path()), hashes);
        return hashes;
    }

    private static void addSae(Project project, ProjectManifest.SaeEntry sae, Map<String, String> hashes)
            throws LacunaException {
        Path place = project.resolve(sae.path());
        addFiles(project, place, hashes);
        Path checkpoints = place.resolve("checkpoints"); // where Llama Scope keeps its weights
        if (Files.isDirectory(checkpoints)) {
            addFiles(project, checkpoints, hashes);
        }
    }

    /** One hash over all files of an SAE, whatever its folder is called. */
    static String ofSae(Project project, ProjectManifest.SaeEntry sae) throws LacunaException {
        Map<String, String> hashes = new TreeMap<>();
        addSae(project, sae, hashes);
        return sha256(
                String.join("\n", hashes.values().stream().sorted().toList()).getBytes(StandardCharsets.UTF_8));
    }

    /** The hashes of a corpus's files, in their order. */
    static List<String> ofCorpus(Project project, ProjectManifest.CorpusEntry entry) throws LacunaException {
        Map<String, String> hashes = new TreeMap<>();
        addFiles(project, project.resolve(entry.path()), hashes);
        return List.copyOf(hashes.values());
    }

    /** SHA-256 of one file. */
    static String ofFile(Path file) throws LacunaException {
        try {
            return sha256(file);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** SHA-256 of a file, or of all files of a folder with their names, in the order of these. */
    static String ofTree(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return sha256(place);
        }
        StringBuilder lines = new StringBuilder();
        try (var files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = place.relativize(file).toString().replace('\\', '/');
                lines.append(name).append(' ').append(sha256(file)).append('\n');
            }
        }
        return ofText(lines.toString());
    }

    /** SHA-256 of a text's UTF-8. */
    static String ofText(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A short key that changes when any of the parts changes. */
    static String key(Object... parts) {
        return sha256(Json.line(List.of(parts)).getBytes(StandardCharsets.UTF_8))
                .substring(0, SHORT);
    }

    private static void addFiles(Project project, Path path, Map<String, String> hashes) throws LacunaException {
        List<Path> files;
        try {
            if (Files.isDirectory(path)) {
                try (var entries = Files.list(path)) {
                    files = entries.filter(Fingerprints::counts).sorted().toList();
                }
            } else {
                files = List.of(path);
            }
            for (Path file : files) {
                hashes.put(name(project, file), sha256(file));
            }
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + path + ": " + e.getMessage() + ".", e);
        }
    }

    /** Reports and read-me files lie in the same folders and decide nothing. */
    private static boolean counts(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && name.matches(
                        ".*\\.(safetensors|npz|pt|pth|json|jsonl|ndjson|txt|md|markdown|csv|tsv|parquet|gz|zst)")
                && !name.equals("report.json")
                && !name.equals("examples.safetensors") // Gemma Scope 2's own dashboard, 800 MB
                && !name.equalsIgnoreCase("README.md");
    }

    private static String name(Project project, Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path shown = absolute.startsWith(project.folder()) ? project.folder().relativize(absolute) : absolute;
        return shown.toString().replace('\\', '/');
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
