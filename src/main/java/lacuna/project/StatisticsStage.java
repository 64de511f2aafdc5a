package lacuna.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lacuna.features.FeatureStatistics;
import lacuna.features.FeatureStatisticsCollector;
import lacuna.features.FeatureStatisticsFiles;
import lacuna.features.StatisticsConfig;
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

    private final LoadedProject loaded;

    StatisticsStage(LoadedProject loaded) {
        this.loaded = loaded;
    }

    FeatureStatistics run(CrispMode mode, Progress progress) throws LacunaException {
        ProjectManifest manifest = loaded.project().manifest();
        StatisticsConfig config = config(manifest);
        List<SparseAutoencoder> saes = loaded.saes(mode);
        Path folder = folder(saes);
        if (FeatureStatisticsFiles.exist(folder)) {
            progress.log("Statistics: taken from " + folder + ".");
            return FeatureStatisticsFiles.read(folder);
        }
        int maxTokens = manifest.statistics().maxTokens();
        List<TokenizedDocument> target = loaded.documents(manifest.corpora().target(), maxTokens);
        List<TokenizedDocument> benign = loaded.documents(manifest.corpora().benign(), maxTokens);
        return FeatureStatisticsCollector.run(loaded.model(), saes, target, benign, config, folder, progress);
    }

    private static StatisticsConfig config(ProjectManifest manifest) {
        StatisticsConfig base = StatisticsConfig.DEFAULT;
        return new StatisticsConfig(
                manifest.statistics().batchSize(),
                base.topPassages(),
                base.windowBefore(),
                base.windowAfter(),
                base.checkpointEvery());
    }

    /** Where the statistics of the project as it stands belong. */
    private Path folder(List<SparseAutoencoder> saes) throws LacunaException {
        Project project = loaded.project();
        ProjectManifest manifest = project.manifest();
        Map<String, String> files = Fingerprints.ofStatistics(project);
        List<String> sites = saes.stream().map(sae -> sae.hook().toString()).toList();
        String key = Fingerprints.key(
                files,
                manifest.corpora().target().textField(),
                manifest.corpora().benign().textField(),
                sites,
                manifest.statistics());
        return project.runs().resolve("statistics").resolve(key);
    }
}
