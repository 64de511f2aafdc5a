package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lacuna.features.CorpusSide;
import lacuna.features.FeatureStatistics;
import lacuna.features.FeatureStatisticsFiles;
import lacuna.features.Passage;
import lacuna.model.HookPoint;
import lacuna.report.RemovedFeature;
import lacuna.run.LacunaException;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;
import lacuna.text.Tokenizer;

/** Gathers what is known of the features that a run suppressed: names, and the passages at which they are strongest. */
final class RemovedEvidence {

    private static final int AROUND = 12;

    private final RunSettings settings;
    private final FeatureSelection selection;

    RemovedEvidence(RunSettings settings, FeatureSelection selection) {
        this.settings = settings;
        this.selection = selection;
    }

    /** With names and passages where the project is still where it was and its statistics are kept; else without, saying so. */
    List<RemovedFeature> features() {
        try {
            Path folder = Path.of(settings.folder());
            return Files.isDirectory(folder) ? fromProject(Project.read(folder)) : bare("the project is not at hand");
        } catch (LacunaException e) {
            return bare("no passage: " + e.getMessage());
        }
    }

    private List<RemovedFeature> bare(String note) {
        return selection.features().stream()
                .map(feature -> removed(feature, feature.layer(), "", Optional.empty(), note))
                .toList();
    }

    private List<RemovedFeature> fromProject(Project read) throws LacunaException {
        Project project = read.with(read.manifest().withSelection(settings.selection()));
        FeatureExport opinions = FeatureExport.of(project);
        List<HookPoint> sites = project.hooks().stream()
                .map(hook -> settings.selection().mode().site(hook))
                .sorted()
                .toList();
        Optional<Path> kept = StatisticsStage.find(project, StatisticsStage.key(project, sites));
        if (kept.isEmpty()) {
            return selection.features().stream()
                    .map(feature -> removed(
                            feature,
                            site(feature).toString(),
                            name(opinions, feature),
                            Optional.empty(),
                            "the statistics are not kept any more, so no passage"))
                    .toList();
        }
        FeatureStatistics statistics = FeatureStatisticsFiles.read(kept.get());
        try (Tokenizer tokenizer = Tokenizer.open(project.model())) {
            return selection.features().stream()
                    .map(feature -> removed(
                            feature,
                            site(feature).toString(),
                            name(opinions, feature),
                            statistics.passages(site(feature), feature.feature(), CorpusSide.TARGET).stream()
                                    .findFirst()
                                    .map(passage -> shown(passage, tokenizer)),
                            ""))
                    .toList();
        }
    }

    private HookPoint site(SelectedFeature feature) {
        try {
            return settings.selection().mode().site(HookPoint.parse(feature.layer()));
        } catch (LacunaException e) {
            throw new IllegalStateException(e); // it was parsed when the run was made
        }
    }

    private static RemovedFeature removed(
            SelectedFeature feature,
            String layer,
            String label,
            Optional<RemovedFeature.Passage> passage,
            String note) {
        return new RemovedFeature(
                layer, feature.feature(), label, feature.score(), feature.reason(), passage.orElse(null), note);
    }

    private String name(FeatureExport opinions, SelectedFeature feature) {
        return opinions.opinion(site(feature), feature.feature()).shownLabel();
    }

    private static RemovedFeature.Passage shown(Passage passage, Tokenizer tokenizer) {
        int from = passage.wordStart(Math.max(0, passage.peak() - AROUND), tokenizer::piece);
        int to = Math.min(passage.tokenIds().length, passage.peak() + AROUND + 1);
        boolean isCut = passage.firstPosition() + from > 1; // there is text before it
        return new RemovedFeature.Passage(
                (isCut ? "\u2026" : "") + pieces(passage, from, passage.peak(), tokenizer),
                pieces(passage, passage.peak(), passage.peak() + 1, tokenizer),
                pieces(passage, passage.peak() + 1, to, tokenizer) + "\u2026");
    }

    private static String pieces(Passage passage, int from, int to, Tokenizer tokenizer) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(tokenizer.piece(passage.tokenIds()[i]));
        }
        return text.toString();
    }
}
