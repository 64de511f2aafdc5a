package lacuna.sae;

import java.util.Map;

/**
 * How well an SAE does on text that it was not trained on. Tokens at the beginning of text and padding do not count.
 *
 * @param hook where it reads, for example {@code resid_post.4}
 * @param features d_sae
 * @param tokens tokens measured
 * @param l0 features on at a token, on average
 * @param varianceExplained 1 - sum of squared errors / total variance around the mean row
 * @param varianceExplainedAt the same at the declared site and, where they exist, one block before and after: the declared one should
 *     be the best
 * @param deadShare share of features that were never on
 * @param denseShare share of features on at more than a tenth of the tokens
 * @param threshold the gate's threshold if it is one number for all features, else their mean
 */
public record SaeReport(
        String hook,
        int features,
        long tokens,
        double l0,
        double varianceExplained,
        Map<String, Double> varianceExplainedAt,
        double deadShare,
        double denseShare,
        double threshold) {

    /** File name of a report beside the weights. */
    public static final String FILE = "report.json";

    /** Whether no neighbouring site fits better than the declared one: if one does, the SAE is probably read at the wrong place. */
    public boolean bestAtDeclaredSite() {
        return varianceExplainedAt.values().stream().allMatch(other -> other <= varianceExplained);
    }
}
