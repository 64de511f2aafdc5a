package lacuna.project;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import lacuna.features.FeatureLabel;
import lacuna.features.FeatureLabels;
import lacuna.features.FeatureRef;
import lacuna.features.FeatureStatistics;
import lacuna.features.FeatureVectors;
import lacuna.model.HookPoint;
import lacuna.report.FeatureOpinion;
import lacuna.report.FeatureSource;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;

/** What exports of features say beside the numbers: where these come from, and what was thought of the features. */
public final class FeatureExport {

    private final Project project;
    private final Map<String, Marks.Mark> marks = new HashMap<>();
    private final FeatureLabels labels;
    private final Map<HookPoint, HookPoint> declared = new LinkedHashMap<>();

    private FeatureExport(Project project, Marks marks, FeatureLabels labels) {
        this.project = project;
        marks.marks().forEach(mark -> this.marks.put(mark.hook() + "/" + mark.feature(), mark));
        this.labels = labels;
    }

    /** Marks and labels as they are on disk. */
    public static FeatureExport of(Project project) throws LacunaException {
        return of(project, Marks.read(project.marksFile()), FeatureLabels.read(project.labelsFolder()));
    }

    public static FeatureExport of(Project project, Marks marks, FeatureLabels labels) throws LacunaException {
        FeatureExport export = new FeatureExport(project, marks, labels);
        for (HookPoint hook : project.hooks()) {
            export.declared.put(project.manifest().selection().mode().site(hook), hook);
        }
        return export;
    }

    /** Reads the bytes of SAEs and corpora. */
    public FeatureSource source(FeatureStatistics statistics) throws LacunaException {
        ProjectManifest.Corpora corpora = project.manifest().corpora();
        return FeatureSource.of(
                project.manifest().name(),
                project.manifest().model(),
                saes(),
                statistics,
                corpus(corpora.target()),
                corpus(corpora.benign()));
    }

    /** The SAEs by where they read in the mode of the project. Reads their bytes. */
    private Map<String, FeatureSource.Sae> saes() throws LacunaException {
        Map<String, FeatureSource.Sae> saes = new LinkedHashMap<>();
        for (SaeIdentity sae : SaeIdentity.of(project)) {
            FeatureSource.Sae named = new FeatureSource.Sae(sae.name(), sae.sha256());
            declared.forEach((site, hook) -> {
                if (hook.toString().equals(sae.hook())) {
                    saes.put(site.toString(), named);
                }
            });
        }
        return saes;
    }

    /**
     * Writes the directions of features as {@link FeatureVectors} has them; on the compute thread.
     *
     * @param features by where their SAEs read in the mode of the project, as {@link #opinion} has it
     */
    public void writeVectors(LoadedProject loaded, List<FeatureRef> features, Path file, Progress progress)
            throws LacunaException {
        progress.report("Hashing the SAEs", 0, 0);
        Map<String, FeatureSource.Sae> named = saes();
        FeatureVectors vectors = new FeatureVectors(Map.of(
                "written by", "Lacuna " + Versions.lacuna(),
                "project", project.manifest().name(),
                "model", project.manifest().model()));
        for (SparseAutoencoder sae : loaded.saes(project.manifest().selection().mode())) {
            progress.check();
            FeatureSource.Sae source =
                    Objects.requireNonNull(named.get(sae.hook().toString()));
            int[] numbers = features.stream()
                    .filter(feature -> feature.hook().equals(sae.hook()))
                    .mapToInt(FeatureRef::feature)
                    .sorted()
                    .distinct()
                    .toArray();
            List<String> ids = Arrays.stream(numbers)
                    .mapToObj(feature -> FeatureSource.id(sae.hook(), feature, source))
                    .toList();
            vectors.add(sae, numbers, ids, source.name(), source.sha256());
        }
        vectors.write(file);
    }

    private FeatureSource.Corpus corpus(ProjectManifest.CorpusEntry entry) throws LacunaException {
        return new FeatureSource.Corpus(
                String.valueOf(project.resolve(entry.path()).getFileName()), Fingerprints.ofCorpus(project, entry));
    }

    /** @param hook where the SAE reads in the mode of the project */
    public FeatureOpinion opinion(HookPoint hook, int feature) {
        HookPoint named = declared.getOrDefault(hook, hook);
        List<FeatureLabel> others = labels.of(named, feature);
        Marks.Mark mark = marks.get(named + "/" + feature);
        return mark == null
                ? new FeatureOpinion("undecided", "", "", List.of(), others)
                : new FeatureOpinion(
                        mark.verdict().name().toLowerCase(Locale.ROOT), mark.label(), mark.note(), mark.tags(), others);
    }
}
