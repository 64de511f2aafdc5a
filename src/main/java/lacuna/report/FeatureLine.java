package lacuna.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import lacuna.features.CorpusSide;
import lacuna.features.LayerEvidence;
import lacuna.features.LayerStatistics;
import lacuna.features.LayerStatistics.Totals;
import lacuna.features.PositionProfile;
import lacuna.features.SplitHalves;
import lacuna.stats.Interval;

/**
 * The numbers of one feature, as they stand in the table of the window. Rates are shares of tokens, 0 to 1; intervals are 95 %, over
 * documents; activations are in the units of the source.
 *
 * @param id {@link FeatureSource#id}
 * @param ratio &rho; = A_T / (A_R + 1), the benign sum brought to the length of the target corpus
 * @param targetMean activation over the tokens at which it is on; 0 if never
 * @param halves what either half of the documents vouches for of the rate difference
 * @param byPosition share of the rate difference that positions in texts account for
 */
@JsonPropertyOrder({"id", "hook", "feature"})
public record FeatureLine(
        String id,
        String hook,
        int feature,
        String mark,
        String label,
        List<String> tags,
        long targetCount,
        long benignCount,
        double targetRate,
        double targetRateLow,
        double targetRateHigh,
        double benignRate,
        double benignRateLow,
        double benignRateHigh,
        double rateDifference,
        double ratio,
        double targetMean,
        double benignMean,
        double targetMax,
        double benignMax,
        double targetDocuments,
        double benignDocuments,
        double halves,
        double byPosition) {

    private static final double EPSILON = 1;

    public static FeatureLine of(
            FeatureSource source, LayerStatistics layer, LayerEvidence evidence, int feature, FeatureOpinion said) {
        Interval target = interval(layer, evidence, CorpusSide.TARGET, feature);
        Interval benign = interval(layer, evidence, CorpusSide.BENIGN, feature);
        return new FeatureLine(
                source.id(layer.hook(), feature),
                layer.hook().toString(),
                feature,
                said.mark(),
                said.shownLabel(),
                said.tags(),
                layer.targetCount()[feature],
                layer.benignCount()[feature],
                layer.rate(CorpusSide.TARGET, feature),
                target.low(),
                target.high(),
                layer.rate(CorpusSide.BENIGN, feature),
                benign.low(),
                benign.high(),
                layer.rateDifference(feature),
                layer.ratio(feature, EPSILON, Totals.EQUAL_TOKENS),
                layer.meanWhenOn(CorpusSide.TARGET, feature),
                layer.meanWhenOn(CorpusSide.BENIGN, feature),
                layer.targetMax()[feature],
                layer.benignMax()[feature],
                evidence.target().spread().documentRate(feature),
                evidence.benign().spread().documentRate(feature),
                SplitHalves.agreed(layer, evidence, feature),
                PositionProfile.of(layer, evidence, feature).share());
    }

    private static Interval interval(LayerStatistics layer, LayerEvidence evidence, CorpusSide side, int feature) {
        return evidence.of(side).spread().rateInterval(feature, layer.count(side)[feature], layer.tokens(side));
    }
}
