package lacuna.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import lacuna.features.CorpusSide;
import lacuna.features.FeatureStatistics;
import lacuna.features.LogitLens;
import lacuna.features.Passage;
import lacuna.features.SameFeature;
import lacuna.model.HookPoint;
import lacuna.project.LoadedProject;
import lacuna.project.OtherSaes;
import lacuna.project.Project;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.ui.features.FeatureKey;
import lacuna.ui.features.OtherMatches;

/** Looks for features of the open project in an SAE that is not of it. On the compute thread. */
final class OtherSaeWiring {

    private static final int MATCHES = 8;
    private static final int TOKENS = 3;
    /** Of each kind and corpus. */
    private static final int PASSAGES = 4;

    private final Project project;
    private final IntFunction<String> piece;

    OtherSaeWiring(Project project, IntFunction<String> piece) {
        this.project = project;
        this.piece = piece;
    }

    /** @param hook as project.json declares it */
    void choose(HookPoint hook, Path sae) throws LacunaException {
        OtherSaes.read(project).with(hook, sae).write(project);
    }

    void forget(HookPoint hook) throws LacunaException {
        OtherSaes.read(project).without(hook).write(project);
    }

    /** Where that SAE lies, if one was chosen. */
    Optional<Path> chosen(HookPoint hook) throws LacunaException {
        return OtherSaes.read(project).at(project, hook);
    }

    OtherMatches matches(
            Path path,
            LoadedProject loaded,
            SparseAutoencoder sae,
            FeatureKey key,
            FeatureStatistics statistics,
            Progress progress)
            throws LacunaException {
        SparseAutoencoder other = loaded.other(key.hook(), path);
        List<OtherMatches.Match> matches = new ArrayList<>();
        for (SameFeature.Match match : SameFeature.find(
                loaded.model(), sae, key.feature(), other, passages(statistics, key), MATCHES, TOKENS, progress)) {
            List<String> likelier = match.likelier().stream()
                    .map(LogitLens.TokenLogit::token)
                    .map(piece::apply)
                    .toList();
            matches.add(new OtherMatches.Match(match.feature(), match.cosine(), match.correlation(), likelier));
        }
        return new OtherMatches(String.valueOf(path.getFileName()), other.features(), matches);
    }

    private static List<int[]> passages(FeatureStatistics statistics, FeatureKey key) {
        List<int[]> all = new ArrayList<>();
        for (CorpusSide side : CorpusSide.values()) {
            Stream.of(
                            statistics.passages(key.hook(), key.feature(), side),
                            statistics.samples(key.hook(), key.feature(), side))
                    .flatMap(kind -> kind.stream().limit(PASSAGES))
                    .map(Passage::tokenIds)
                    .forEach(all::add);
        }
        return all;
    }
}
