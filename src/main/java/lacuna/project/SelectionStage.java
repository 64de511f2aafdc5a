package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerStatistics;
import lacuna.features.MeanSquares;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.run.Numerals;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;
import lacuna.selection.SelectionConfig;
import lacuna.unlearning.UnlearnConfig;

/** Chooses the features to suppress: by the method, or by a person's marks. */
final class SelectionStage {

    /** As in the released code, in units of activations. */
    private static final double EPSILON = 1;

    private final Project project;
    private final MeanSquares.Source squares;

    /** @param squares for methods that choose by them */
    SelectionStage(Project project, MeanSquares.Source squares) {
        this.project = project;
        this.squares = squares;
    }

    FeatureSelection run(FeatureStatistics statistics, SelectionSource source, UnlearnConfig method)
            throws LacunaException {
        return source == SelectionSource.MARKS
                ? marked(statistics, Marks.read(project.marksFile()))
                : automatic(statistics, method);
    }

    private FeatureSelection automatic(FeatureStatistics statistics, UnlearnConfig method) throws LacunaException {
        SelectionSettings wanted = project.manifest().selection();
        requireSaes(wanted);
        List<SelectedFeature> features = new ArrayList<>();
        for (SelectedFeature feature :
                method.choose(statistics, config(wanted), squares).features()) {
            if (wanted.uses(HookPoint.parse(feature.layer()).layer())) {
                features.add(feature);
            }
        }
        FeatureSelection selection = new FeatureSelection(features);
        if (selection.features().isEmpty()) {
            throw new LacunaException("No feature sets the target texts apart: with k = " + wanted.k() + " and tau = "
                    + Numerals.of(wanted.tau())
                    + " none is chosen. Lower tau, check that target and benign corpus differ, or mark"
                    + " features by hand.");
        }
        return selection;
    }

    /** The features of a layer are chosen by themselves, so that those of some layers are those of all, cut down. */
    private void requireSaes(SelectionSettings wanted) throws LacunaException {
        List<Integer> layers = wanted.layers();
        List<Integer> known = project.hooks().stream().map(HookPoint::layer).toList();
        if (layers != null && (layers.isEmpty() || !known.containsAll(layers))) {
            throw new LacunaException("The selection asks for the SAEs of blocks " + layers
                    + ", but the project has SAEs on" + " blocks " + known + ". Name some of those.");
        }
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
        SelectionSettings wanted = project.manifest().selection();
        requireSaes(wanted);
        List<Marks.Mark> marks = new ArrayList<>();
        for (Marks.Mark mark : all.suppressed()) {
            if (wanted.uses(HookPoint.parse(mark.hook()).layer())) {
                marks.add(mark);
            }
        }
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
            String reason =
                    mark.label().isBlank() ? SelectedFeature.MARKED : SelectedFeature.MARKED + ": " + mark.label();
            features.add(
                    new SelectedFeature(site.toString(), mark.feature(), layer.rateDifference(mark.feature()), reason));
        }
        return new FeatureSelection(features);
    }
}
