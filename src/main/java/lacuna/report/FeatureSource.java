package lacuna.report;

import java.util.List;
import java.util.Map;
import lacuna.features.FeatureStatistics;
import lacuna.model.HookPoint;

/**
 * Where exported numbers come from; goes into every file, so that it can be told later what they are about.
 *
 * @param project its name
 * @param model its folder
 * @param saes by hook point
 * @param units {@link FeatureStatistics#units}
 * @param targetCorpus name and hash
 * @param targetTokens counted
 */
public record FeatureSource(
        String project,
        String model,
        Map<String, Sae> saes,
        String units,
        Corpus targetCorpus,
        Corpus benignCorpus,
        long targetTokens,
        long benignTokens,
        String counted) {

    private static final int SHORT = 12;
    private static final Sae UNKNOWN = new Sae("", "");

    /** @param sha256 over all its files, hexadecimal */
    public record Sae(String name, String sha256) {}

    /** @param sha256 of its files, in their order */
    public record Corpus(String name, List<String> sha256) {}

    public FeatureSource {
        saes = Map.copyOf(saes);
    }

    public static FeatureSource of(
            String project,
            String model,
            Map<String, Sae> saes,
            FeatureStatistics statistics,
            Corpus target,
            Corpus benign) {
        return new FeatureSource(
                project,
                model,
                saes,
                statistics.units(),
                target,
                benign,
                statistics.targetTokens(),
                statistics.benignTokens(),
                "tokens without beginning of text and padding");
    }

    Sae sae(HookPoint hook) {
        return saes.getOrDefault(hook.toString(), UNKNOWN);
    }

    /** The stable name of a feature: {@code resid_post.4/317@} and the beginning of the hash of its SAE. */
    public String id(HookPoint hook, int feature) {
        return id(hook, feature, sae(hook));
    }

    /** The same for a feature of an SAE. */
    public static String id(HookPoint hook, int feature, Sae sae) {
        String hash = sae.sha256();
        return hook + "/" + feature + (hash.isEmpty() ? "" : "@" + hash.substring(0, Math.min(SHORT, hash.length())));
    }
}
