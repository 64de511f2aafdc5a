package lacuna.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lacuna.features.FeatureStatistics;
import lacuna.features.FeatureStatisticsFiles;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;

/** Statistics that lie on disk for a project as it stands: read without the engine, so that features can be shown at once. */
public final class SavedStatistics {

    private SavedStatistics() {}

    /**
     * Those of the project's own mode.
     *
     * @return empty if they have to be collected yet, or were collected from other files or with other settings
     */
    public static Optional<FeatureStatistics> of(Project project) throws LacunaException {
        List<HookPoint> sites = new ArrayList<>();
        for (HookPoint hook : project.hooks()) {
            sites.add(project.manifest().selection().mode().site(hook));
        }
        sites.sort(null);
        Optional<Path> folder = StatisticsStage.find(project, StatisticsStage.key(project, sites));
        return folder.isEmpty() ? Optional.empty() : Optional.of(FeatureStatisticsFiles.read(folder.get()));
    }
}
