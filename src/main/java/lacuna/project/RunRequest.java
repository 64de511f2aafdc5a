package lacuna.project;

import lacuna.run.LacunaException;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run is asked to do, captured when it is asked: later changes of the project or the marks do not reach it.
 *
 * @param source whether the method chooses the features or a person's marks do
 * @param marks those marks; null for the marks file as it stands when the run begins
 * @param selection how features are chosen, and which SAEs take part
 * @param config how to train
 * @param schedule what is looked at while training
 */
public record RunRequest(
        SelectionSource source,
        @Nullable Marks marks,
        SelectionSettings selection,
        UnlearnConfig config,
        RunSchedule schedule) {

    /** The project's own settings. */
    public static RunRequest of(Project project, SelectionSource source) throws LacunaException {
        return new RunRequest(source, null, project.manifest().selection(), project.unlearnConfig(), RunSchedule.NONE);
    }

    /** With other things to look at. */
    public RunRequest withSchedule(RunSchedule other) {
        return new RunRequest(source, marks, selection, config, other);
    }

    /** The project under these settings. */
    ProjectManifest on(ProjectManifest manifest) {
        return manifest.withSelection(selection).withSeed(config.seed());
    }
}
