package lacuna.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lacuna.features.FeatureLabels;
import lacuna.model.HookPoint;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.text.Corpus;
import lacuna.text.Splitting;
import lacuna.text.Tokenizer;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/**
 * A project folder: its {@code project.json}, and where everything it names lies. Knows files, loads nothing: see
 * {@link LoadedProject}.
 */
public final class Project {

    private final Path folder;
    private final ProjectManifest manifest;

    private Project(Path folder, ProjectManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Reads and checks a project: that every file named is there and of its form, that each SAE fits the model, that no corpus is empty.
     * Weights are not loaded.
     *
     * @param folder the project folder, or its {@code project.json}
     * @throws LacunaException naming the first thing that is wrong, what was expected, and what to do
     */
    public static Project open(Path folder) throws LacunaException {
        Project project = read(folder);
        new ProjectCheck(project).run();
        return project;
    }

    /** As {@link #open}, without the checks: for showing what is wrong with a project. */
    public static Project read(Path folder) throws LacunaException {
        Path named = folder.toAbsolutePath().normalize();
        Path absolute = named.endsWith(ProjectManifest.FILE) && named.getParent() != null ? named.getParent() : named;
        return new Project(absolute, ManifestFile.read(absolute));
    }

    /**
     * Writes a new project file.
     *
     * @throws LacunaException if the folder holds one already, or what the manifest names does not fit; then nothing is left behind
     */
    public static Project create(Path folder, ProjectManifest manifest) throws LacunaException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (Files.exists(absolute.resolve(ProjectManifest.FILE))) {
            throw new LacunaException(absolute + " holds a project already. Open it, or choose another folder.");
        }
        Project project = new Project(absolute, manifest);
        new ProjectCheck(project).run();
        Json.write(project.file(), manifest);
        return project;
    }

    /** The same folder with another manifest, checked and written to {@code project.json}. */
    public Project save(ProjectManifest changed) throws LacunaException {
        Project project = new Project(folder, changed);
        new ProjectCheck(project).run();
        Json.write(project.file(), changed);
        return project;
    }

    /** The same project with other settings for this session only; nothing is written. */
    public Project with(ProjectManifest changed) {
        return new Project(folder, changed);
    }

    public Path folder() {
        return folder;
    }

    public ProjectManifest manifest() {
        return manifest;
    }

    public Path file() {
        return folder.resolve(ProjectManifest.FILE);
    }

    /** A path of the manifest: relative ones lie in the project folder. */
    public Path resolve(String path) {
        return folder.resolve(path).normalize();
    }

    public Path model() {
        return resolve(manifest.model());
    }

    public Path runs() {
        return folder.resolve("runs");
    }

    /** The training settings as they stand. */
    public UnlearnConfig unlearnConfig() throws LacunaException {
        return manifest.unlearning().resolve(manifest.selection().mode(), manifest.seed());
    }

    /** Where a person's own verdicts on features are kept. */
    public Path marksFile() {
        return folder.resolve(Marks.FILE);
    }

    /** Where imported labels of features are kept. */
    public Path labelsFolder() {
        return folder.resolve(FeatureLabels.FOLDER);
    }

    /** Sites of the SAEs in the order of the manifest. */
    public List<HookPoint> hooks() throws LacunaException {
        List<HookPoint> hooks = new ArrayList<>();
        for (ProjectManifest.SaeEntry sae : manifest.saes()) {
            hooks.add(HookPoint.parse(sae.hook()));
        }
        return hooks;
    }

    /** Reads one of the manifest's corpora, cut into pieces where it says so. */
    public Corpus corpus(CorpusEntry entry) throws LacunaException {
        Corpus corpus = Corpus.read(resolve(entry.path()), entry.textField());
        ProjectManifest.Split split = entry.split();
        if (split == null) {
            return corpus;
        }
        Splitting splitting = split.splitting();
        try (Tokenizer tokenizer = Tokenizer.open(model())) {
            return corpus.cut(splitting, tokenizer);
        }
    }

    /** Reads one of the manifest's corpora if it is there. */
    public Optional<Corpus> corpusIfNamed(@Nullable CorpusEntry entry) throws LacunaException {
        return entry == null ? Optional.empty() : Optional.of(corpus(entry));
    }

    /** Held-out target texts, else the target itself. */
    public CorpusEntry targetHeldOut() {
        CorpusEntry heldOut = manifest.corpora().targetHeldOut();
        return heldOut == null ? manifest.corpora().target() : heldOut;
    }

    /** Held-out benign texts, else the benign corpus itself. */
    public CorpusEntry benignHeldOut() {
        CorpusEntry heldOut = manifest.corpora().benignHeldOut();
        return heldOut == null ? manifest.corpora().benign() : heldOut;
    }

    /** Texts for perplexity, else held-out benign ones, else the benign corpus. */
    public CorpusEntry perplexityTexts() {
        CorpusEntry perplexity = manifest.corpora().perplexity();
        return perplexity == null ? benignHeldOut() : perplexity;
    }

    /** Finished and unfinished run folders, newest first. */
    public List<Path> runFolders() throws LacunaException {
        if (!Files.isDirectory(runs())) {
            return List.of();
        }
        try (var entries = Files.list(runs())) {
            return entries.filter(entry -> Files.exists(entry.resolve(RunFolder.SETTINGS)))
                    .sorted((a, b) ->
                            b.getFileName().toString().compareTo(a.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new LacunaException("Cannot list the runs in " + runs() + ": " + e.getMessage() + ".", e);
        }
    }
}
