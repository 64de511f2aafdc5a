package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerStatistics;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.selection.FeatureSelection;
import lacuna.selection.FeatureSelector;
import lacuna.selection.SelectedFeature;
import lacuna.selection.SelectionConfig;

/** Chooses the features to suppress: by the method, or by a person's marks. */
final class SelectionStage {

    /** As in the released code, in units of activations. */
    private static final double EPSILON = 1;

    private final Project project;

    SelectionStage(Project project) {
        this.project = project;
    }

    FeatureSelection run(FeatureStatistics statistics, SelectionSource source) throws LacunaException {
        return source == SelectionSource.MARKS
                ? marked(statistics, Marks.read(project.marksFile()))
                : automatic(statistics);
    }

    private FeatureSelection automatic(FeatureStatistics statistics) throws LacunaException {
        FeatureSelection selection =
                FeatureSelector.select(statistics, config(project.manifest().selection()));
        if (selection.features().isEmpty()) {
            SelectionSettings settings = project.manifest().selection();
            throw new LacunaException("No feature sets the target texts apart: with k = " + settings.k() + " and tau = "
                    + settings.tau() + " none is chosen. Lower tau, check that target and benign corpus differ, or mark"
                    + " features by hand.");
        }
        return selection;
    }

    static SelectionConfig config(SelectionSettings settings) throws LacunaException {
        try {
            return new SelectionConfig(settings.mode(), settings.k(), settings.tau(), EPSILON);
        } catch (IllegalArgumentException e) {
            throw new LacunaException("The selection settings make no sense: " + e.getMessage() + ".", e);
        }
    }

    /** What is marked for suppression, each feature where the mode reads it. */
    FeatureSelection marked(FeatureStatistics statistics, Marks all) throws LacunaException {
        List<Marks.Mark> marks = all.suppressed();
        if (marks.isEmpty()) {
            throw new LacunaException(project.marksFile()
                    + " marks no feature for suppression. Mark some in the window, or let the method choose.");
        }
        List<SelectedFeature> features = new ArrayList<>();
        for (Marks.Mark mark : marks) {
            HookPoint site = project.manifest().selection().mode().site(HookPoint.parse(mark.hook()));
            LayerStatistics layer = statistics
                    .layer(site)
                    .orElseThrow(() -> new LacunaException(
                            project.marksFile() + " marks feature " + mark.feature() + " of " + mark.hook()
                                    + ", where the project has no SAE. Remove the mark, or add the SAE."));
            if (mark.feature() < 0 || mark.feature() >= layer.features()) {
                throw new LacunaException(project.marksFile() + " marks feature " + mark.feature() + " of "
                        + mark.hook() + ", whose SAE has features 0 to " + (layer.features() - 1)
                        + ". Correct or remove the mark.");
            }
            String reason = mark.label().isBlank() ? "marked by hand" : "marked by hand: " + mark.label();
            features.add(
                    new SelectedFeature(site.toString(), mark.feature(), layer.rateDifference(mark.feature()), reason));
        }
        return new FeatureSelection(features);
    }
}
