package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lacuna.evaluation.ChosenFeatures;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;

/** Brings a selection together with the SAEs that read its features. */
final class SelectedSites {

    private SelectedSites() {}

    /** The chosen features of each SAE that has any, in the order of the model. */
    static List<ChosenFeatures> of(LoadedProject loaded, FeatureSelection selection) throws LacunaException {
        List<ChosenFeatures> chosen = new ArrayList<>();
        for (SparseAutoencoder sae :
                loaded.saes(loaded.project().manifest().selection().mode())) {
            Set<Integer> features = new TreeSet<>();
            for (SelectedFeature selected : selection.features()) {
                if (site(loaded, selected).equals(sae.hook().toString())) {
                    features.add(selected.feature());
                }
            }
            if (!features.isEmpty()) {
                chosen.add(new ChosenFeatures(sae, List.copyOf(features)));
            }
        }
        return chosen;
    }

    /** Where the SAE of a feature reads under the project's settings. */
    static String site(LoadedProject loaded, SelectedFeature selected) throws LacunaException {
        CrispMode mode = loaded.project().manifest().selection().mode();
        return mode.site(HookPoint.parse(selected.layer())).toString();
    }
}
