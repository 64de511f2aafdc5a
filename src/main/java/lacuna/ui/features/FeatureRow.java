package lacuna.ui.features;

import lacuna.features.CorpusSide;
import lacuna.features.LayerStatistics;
import lacuna.features.LayerStatistics.Totals;
import lacuna.model.HookPoint;

/**
 * One line of the table. Every number is there when the row is made: a cell reads a field and computes nothing.
 *
 * @param key dictionary and number
 * @param rateDifference target rate less benign rate, -1 to 1: CRISP's difference of counts, per token so that corpora of unequal
 *     length compare
 * @param ratio CRISP's rho, A_T / (A_R + epsilon), with the benign sum brought to the length of the target corpus
 * @param rateRatio of target to benign rate, with its interval
 * @param score {@code rateDifference} where it is positive and rho reaches {@link #SALIENT_RATIO}, else 0: the order in which the
 *     aligned mode takes
 */
public record FeatureRow(
        FeatureKey key,
        CorpusActivity target,
        CorpusActivity benign,
        double rateDifference,
        double ratio,
        RateRatio rateRatio,
        double score) {

    /** CRISP's tau, 3 in the paper and in its code. */
    public static final double SALIENT_RATIO = 3;

    private static final double EPSILON = 1;

    static FeatureRow of(LayerStatistics layer, int feature) {
        double difference = layer.rateDifference(feature);
        double ratio = layer.ratio(feature, EPSILON, Totals.EQUAL_TOKENS);
        return new FeatureRow(
                new FeatureKey(layer.hook(), feature),
                CorpusActivity.of(layer, CorpusSide.TARGET, feature),
                CorpusActivity.of(layer, CorpusSide.BENIGN, feature),
                difference,
                ratio,
                RateRatio.of(
                        layer.targetCount()[feature],
                        layer.targetTokens(),
                        layer.benignCount()[feature],
                        layer.benignTokens()),
                difference > 0 && ratio >= SALIENT_RATIO ? difference : 0);
    }

    public HookPoint hook() {
        return key.hook();
    }

    public int feature() {
        return key.feature();
    }
}
