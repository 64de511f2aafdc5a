package lacuna.project;

import lacuna.features.FeatureStatistics;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelection;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/** The stages of a project, each alone or all in a run's folder. The settings are the project's. */
public final class Pipeline {

    private final LoadedProject loaded;
    private final Project project;

    public Pipeline(LoadedProject loaded) {
        this.loaded = loaded;
        this.project = loaded.project();
    }

    /** What the project's features do on its target and benign corpus; collected now, or taken from disk if nothing has changed. */
    public FeatureStatistics statistics(Progress progress) throws LacunaException {
        return new StatisticsStage(loaded).run(mode(), progress);
    }

    /** @throws LacunaException if nothing is chosen; the message says what to change */
    public FeatureSelection select(FeatureStatistics statistics, SelectionSource source) throws LacunaException {
        return new SelectionStage(project, () -> new StatisticsStage(loaded).squares(mode(), Progress.NONE))
                .run(statistics, source, project.unlearnConfig());
    }

    /** The training settings as they stand. */
    public UnlearnConfig unlearnConfig() throws LacunaException {
        return project.unlearnConfig();
    }

    /**
     * Measures one state of the model.
     *
     * @param selection features whose activity is measured; null for none
     * @param variant the model as it is, adapted, or edited
     */
    public Evaluation evaluate(@Nullable FeatureSelection selection, ModelVariant variant, Progress progress)
            throws LacunaException {
        return new EvaluationStage(loaded).run(selection, variant, progress);
    }

    /** The whole flow by the project's settings; see {@link RunJob#whole}. */
    public RunSummary run(RunFolder folder, SelectionSource source, TrainingListener listener, Progress progress)
            throws LacunaException {
        return new RunJob(loaded, folder).whole(RunRequest.of(project, source), listener, progress);
    }

    private CrispMode mode() {
        return project.manifest().selection().mode();
    }
}
