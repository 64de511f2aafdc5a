package lacuna.unlearning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.run.LacunaException;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;

/**
 * Which features of which SAE are to be suppressed, read where; checked against model and adapter before anything is computed.
 *
 * @param sites of all SAEs, for the retain loss
 * @param chosen features by SAE; SAEs without any are absent
 */
record SuppressionPlan(CrispMode mode, List<HookPoint> sites, Map<SparseAutoencoder, int[]> chosen) {

    /** @throws LacunaException if selection, SAEs, model and adapter do not fit together */
    static SuppressionPlan of(
            FeatureSelection selection, List<SparseAutoencoder> saes, LanguageModel model, CrispConfig config)
            throws LacunaException {
        Map<Integer, SparseAutoencoder> byBlock = new TreeMap<>();
        for (SparseAutoencoder sae : saes) {
            sae.requireWidth(model.config().widthAt(sae.hook()));
            if (byBlock.put(sae.hook().layer(), sae) != null) {
                throw new LacunaException("Two SAEs read block " + sae.hook().layer() + "; give one per block.");
            }
            if (sae.hook().layer() >= model.config().layers()) {
                throw new LacunaException("An SAE is for " + sae.hook() + ", but the model has blocks 0 to "
                        + (model.config().layers() - 1) + ". Choose the SAEs that belong to this model.");
            }
        }
        SuppressionPlan plan = new SuppressionPlan(
                config.mode(),
                byBlock.values().stream()
                        .map(sae -> config.mode().site(sae.hook()))
                        .toList(),
                chosen(selection, byBlock));
        plan.requireReach(config);
        return plan;
    }

    private static Map<SparseAutoencoder, int[]> chosen(
            FeatureSelection selection, Map<Integer, SparseAutoencoder> byBlock) throws LacunaException {
        Map<Integer, List<Integer>> features = new TreeMap<>();
        for (SelectedFeature selected : selection.features()) {
            int block = HookPoint.parse(selected.layer()).layer();
            SparseAutoencoder sae = byBlock.get(block);
            if (sae == null || selected.feature() < 0 || selected.feature() >= sae.features()) {
                throw new LacunaException(
                        "Feature " + selected.feature() + " of " + selected.layer() + " is chosen, but "
                                + (sae == null
                                        ? "there is no SAE for that block"
                                        : "its SAE has features 0 to " + (sae.features() - 1))
                                + ". Choose the features again with the SAEs of this project.");
            }
            features.computeIfAbsent(block, b -> new ArrayList<>()).add(selected.feature());
        }
        if (features.isEmpty()) {
            throw new LacunaException("No features are chosen for suppression. Mark some, or apply the CRISP preset.");
        }
        Map<SparseAutoencoder, int[]> chosen = new LinkedHashMap<>();
        features.forEach((block, list) -> chosen.put(
                byBlock.get(block),
                list.stream().mapToInt(Integer::intValue).distinct().toArray()));
        return chosen;
    }

    private void requireReach(CrispConfig config) throws LacunaException {
        HookPoint last = chosen.keySet().stream()
                .map(sae -> mode.site(sae.hook()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        if (config.lora().blocks().first() >= last.boundary()) {
            throw new LacunaException(
                    "The adapter begins at block " + config.lora().blocks().first()
                            + ", behind the last suppressed site " + last
                            + ", so it cannot change any chosen feature. Let it begin at an earlier block.");
        }
    }

    List<SuppressedLayer> layers(CrispLosses losses) {
        List<SuppressedLayer> layers = new ArrayList<>();
        chosen.forEach((sae, features) -> layers.add(losses.layer(mode.site(sae.hook()), sae, features)));
        return layers;
    }
}
