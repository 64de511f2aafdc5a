package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lacuna.features.FeatureStatistics;
import lacuna.features.FeatureStatisticsCollector;
import lacuna.features.FeatureStatisticsFiles;
import lacuna.features.MeanSquares;
import lacuna.features.StatisticsConfig;
import lacuna.model.HookPoint;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.text.TokenizedDocument;

/**
 * Collects the statistics of a project's features, or takes those collected before. They are kept under {@code runs/statistics/KEY},
 * where the key is a hash of everything they depend on: after any change they are collected anew, never silently reused.
 */
final class StatisticsStage {

    private static final String FOLDER = "statistics";
    /** Its keys name no version. */
    private static final int FIRST_VERSION = 1;

    private final LoadedProject loaded;

    StatisticsStage(LoadedProject loaded) {
        this.loaded = loaded;
    }

    FeatureStatistics run(CrispMode mode, Progress progress) throws LacunaException {
        ProjectManifest manifest = loaded.project().manifest();
        StatisticsConfig config = config(manifest);
        List<SparseAutoencoder> saes = loaded.saes(mode);
        List<HookPoint> sites = saes.stream().map(SparseAutoencoder::hook).toList();
        String key = key(loaded.project(), sites);
        Optional<Path> kept = find(loaded.project(), key);
        if (kept.isPresent()) {
            progress.log("Statistics: taken from " + kept.get() + ".");
            return FeatureStatisticsFiles.read(kept.get());
        }
        find(loaded.project(), key(loaded.project(), sites, FIRST_VERSION))
                .ifPresent(old -> progress.log("The statistics in " + old
                        + " were collected by an earlier version and lack samples and near misses; collecting anew."));
        Path folder = loaded.project().runs().resolve(FOLDER).resolve(key);
        int maxTokens = manifest.statistics().maxTokens();
        List<TokenizedDocument> target = loaded.documents(manifest.corpora().target(), maxTokens);
        List<TokenizedDocument> benign = loaded.documents(manifest.corpora().benign(), maxTokens);
        return FeatureStatisticsCollector.run(loaded.model(), saes, target, benign, config, folder, progress);
    }

    /** Kept beside the statistics, as {@code squares-KEY.json}. */
    List<MeanSquares> squares(CrispMode mode, Progress progress) throws LacunaException {
        Project project = loaded.project();
        ProjectManifest manifest = project.manifest();
        List<SparseAutoencoder> saes = loaded.saes(manifest.selection().withMode(mode));
        List<HookPoint> sites = saes.stream().map(SparseAutoencoder::hook).toList();
        Path kept = project.runs().resolve(FOLDER).resolve("squares-" + key(project, sites) + ".json");
        if (!Files.exists(kept)) {
            int maxTokens = manifest.statistics().maxTokens();
            Json.write(
                    kept,
                    MeanSquares.of(
                            loaded.model(),
                            saes,
                            loaded.documents(manifest.corpora().target(), maxTokens),
                            loaded.documents(manifest.corpora().benign(), maxTokens),
                            manifest.statistics().batchSize(),
                            progress));
        }
        return List.of(Json.read(kept, MeanSquares[].class));
    }

    private static StatisticsConfig config(ProjectManifest manifest) {
        return StatisticsConfig.DEFAULT.withBatchSize(manifest.statistics().batchSize());
    }

    /** Statistics that were collected before for this key; a project may bring them along in its folder {@code statistics}. */
    static Optional<Path> find(Project project, String key) {
        return Stream.of(project.folder(), project.runs())
                .map(place -> place.resolve(FOLDER).resolve(key))
                .filter(FeatureStatisticsFiles::exist)
                .findFirst();
    }

    /**
     * Names the statistics of the project as it stands.
     *
     * @param sites where the SAEs read, in the order of the model
     */
    static String key(Project project, List<HookPoint> sites) throws LacunaException {
        return key(project, sites, FeatureStatisticsFiles.VERSION);
    }

    private static String key(Project project, List<HookPoint> sites, int version) throws LacunaException {
        ProjectManifest manifest = project.manifest();
        Map<String, String> files = Fingerprints.ofStatistics(project);
        List<Object> parts = new ArrayList<>(List.of(
                files,
                manifest.corpora().target().textField(),
                manifest.corpora().benign().textField(),
                sites.stream().map(HookPoint::toString).toList(),
                manifest.statistics()));
        for (ProjectManifest.CorpusEntry corpus :
                List.of(manifest.corpora().target(), manifest.corpora().benign())) {
            if (corpus.split() != null) {
                parts.add(corpus); // whole documents keep the keys they had
            }
        }
        if (version > FIRST_VERSION) {
            parts.add(version);
        }
        return Fingerprints.key(parts.toArray());
    }
}
