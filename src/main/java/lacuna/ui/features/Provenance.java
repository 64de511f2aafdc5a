package lacuna.ui.features;

import java.util.Map;
import lacuna.features.FeatureStatistics;
import lacuna.model.HookPoint;

/**
 * Where the numbers of a table come from, in words for the user.
 *
 * @param model its name or folder's name
 * @param saes the dictionary's folder or release for each hook point
 * @param targetCorpus name, with a short hash where there is one
 * @param benignCorpus likewise
 */
public record Provenance(String model, Map<HookPoint, String> saes, String targetCorpus, String benignCorpus) {

    public Provenance {
        saes = Map.copyOf(saes);
    }

    /** All there is to say about the numbers of one feature. */
    String line(HookPoint hook, FeatureStatistics statistics) {
        return String.join(
                " \u00b7 ",
                model,
                saes.getOrDefault(hook, "SAE of " + hook) + ", " + site(hook),
                units(statistics.units()),
                String.format("%,d target tokens (%s)", statistics.targetTokens(), targetCorpus),
                String.format("%,d benign tokens (%s)", statistics.benignTokens(), benignCorpus),
                "without BOS and padding");
    }

    private static String site(HookPoint hook) {
        return hook.place();
    }

    private static String units(String units) {
        return units.equals(FeatureStatistics.UNIT_DECODER) ? "unit-decoder units" : "raw activations";
    }
}
