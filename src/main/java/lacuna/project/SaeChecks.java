package lacuna.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lacuna.activations.ResidualSource;
import lacuna.model.HookPoint;
import lacuna.project.ProjectManifest.SaeEntry;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SaeCheck;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeEvaluator;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFormats;
import lacuna.selection.CrispMode;
import lacuna.text.TokenizedDocument;

/**
 * Self-tests of a project's SAEs, kept in {@code sae-checks.json}, because folders of SAEs may be shared and not ours to write to.
 *
 * @param checks by hook point
 */
public record SaeChecks(TreeMap<String, Kept> checks) {

    /** Name of the file in a project folder. */
    public static final String FILE = "sae-checks.json";

    /** Enough for an L0; more only costs time. */
    private static final int TOKENS = 4000;

    /**
     * @param key of the entry, its files and the model, so that a check of others is not taken for it
     */
    public record Kept(String key, SaeCheck check) {}

    /** What was found when these SAEs were last checked; empty for those that were not, or that changed. */
    public static Optional<SaeCheck> find(Project project, SaeEntry entry) throws LacunaException {
        Path file = project.folder().resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Kept kept = Json.readLenient(file, SaeChecks.class).checks().get(entry.hook());
        return kept != null && kept.key().equals(key(project, entry)) ? Optional.of(kept.check()) : Optional.empty();
    }

    /** Runs the self-test of every SAE on the benign texts, in one pass over the model, and keeps the result. */
    public static List<SaeCheck> run(LoadedProject loaded, Progress progress) throws LacunaException {
        Project project = loaded.project();
        List<SparseAutoencoder> saes = loaded.saes(CrispMode.ALIGNED); // where each was trained
        List<TokenizedDocument> documents = enough(loaded.documents(
                project.manifest().corpora().benign(),
                project.manifest().statistics().maxTokens()));
        List<SaeEvaluator.Measured> measured = SaeEvaluator.measure(
                ResidualSource.of(loaded.model()),
                saes,
                documents,
                project.manifest().statistics().batchSize(),
                progress);
        TreeMap<String, Kept> checks = new TreeMap<>();
        List<SaeCheck> result = new ArrayList<>();
        for (SaeEntry entry : project.manifest().saes()) {
            HookPoint hook = HookPoint.parse(entry.hook());
            for (int i = 0; i < saes.size(); i++) {
                if (saes.get(i).hook().equals(hook)) {
                    SaeDescription description = SaeFormats.describe(project.resolve(entry.path()), entry.options());
                    SaeCheck check = SaeCheck.of(
                            description, saes.get(i), measured.get(i).report());
                    result.add(check);
                    checks.put(entry.hook(), new Kept(key(project, entry), check));
                }
            }
        }
        Json.write(project.folder().resolve(FILE), new SaeChecks(checks));
        return result;
    }

    /** The first documents that together have enough tokens. */
    public static List<TokenizedDocument> enough(List<TokenizedDocument> documents) {
        List<TokenizedDocument> some = new ArrayList<>();
        int tokens = 0;
        for (TokenizedDocument document : documents) {
            if (tokens >= TOKENS) {
                break;
            }
            some.add(document);
            tokens += document.ids().length;
        }
        return some;
    }

    private static String key(Project project, SaeEntry entry) throws LacunaException {
        Path path = project.resolve(entry.path());
        try {
            return Fingerprints.key(
                    entry.hook(),
                    entry.path(),
                    String.valueOf(entry.variant()),
                    String.valueOf(entry.inputScale()),
                    project.manifest().model(),
                    Files.getLastModifiedTime(path).toMillis());
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + path + ": " + e.getMessage() + ".", e);
        }
    }
}
