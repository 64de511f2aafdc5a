package lacuna.ui.features;

import lacuna.features.CorpusSide;
import lacuna.features.CorpusSpread;
import lacuna.features.LayerEvidence;
import lacuna.features.LayerStatistics;
import lacuna.features.LayerStatistics.Totals;
import lacuna.features.PositionProfile;
import lacuna.features.SplitHalves;
import lacuna.model.HookPoint;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table: a feature and the columns its numbers are read from. There may be a million, so none is kept; the table makes
 * one for each line in sight, and two of the same feature are equal.
 */
public final class FeatureRow {

    /** CRISP's tau, 3 in the paper and in its code. */
    public static final double SALIENT_RATIO = 3;

    private static final double EPSILON = 1;

    private final LayerStatistics layer;
    private final @Nullable LayerEvidence evidence;
    private final int feature;

    FeatureRow(LayerStatistics layer, @Nullable LayerEvidence evidence, int feature) {
        this.layer = layer;
        this.evidence = evidence;
        this.feature = feature;
    }

    static FeatureRow of(LayerStatistics layer, int feature) {
        return new FeatureRow(layer, null, feature);
    }

    /** Dictionary and number. */
    public FeatureKey key() {
        return new FeatureKey(layer.hook(), feature);
    }

    public HookPoint hook() {
        return layer.hook();
    }

    public int feature() {
        return feature;
    }

    public CorpusActivity target() {
        return activity(CorpusSide.TARGET);
    }

    public CorpusActivity benign() {
        return activity(CorpusSide.BENIGN);
    }

    private CorpusActivity activity(CorpusSide side) {
        CorpusSpread spread = evidence == null ? null : evidence.of(side).spread();
        return new CorpusActivity(layer, spread, side, feature);
    }

    /**
     * Target rate less benign rate, -1 to 1: CRISP's difference of counts, per token so that corpora of unequal length compare.
     */
    public double rateDifference() {
        return layer.rateDifference(feature);
    }

    /** CRISP's rho, A_T / (A_R + epsilon), with the benign sum brought to the length of the target corpus. */
    public double ratio() {
        return layer.ratio(feature, EPSILON, Totals.EQUAL_TOKENS);
    }

    /** Of target to benign rate, with its interval. */
    public RateRatio rateRatio() {
        return RateRatio.of(
                layer.targetCount()[feature],
                layer.targetTokens(),
                target().rateVariance(),
                layer.benignCount()[feature],
                layer.benignTokens(),
                benign().rateVariance());
    }

    /**
     * {@link #rateDifference} where it is positive and {@link #ratio} reaches {@link #SALIENT_RATIO}, else 0: the order in which the
     * aligned mode takes.
     */
    public double score() {
        double difference = rateDifference();
        return difference > 0 && ratio() >= SALIENT_RATIO ? difference : 0;
    }

    /** What either half of the documents alone would vouch for of {@link #rateDifference}; 0 where nothing is kept of the halves. */
    public double agreedDifference() {
        return evidence == null ? 0 : SplitHalves.agreed(layer, evidence, feature);
    }

    /** Where in texts it is on, in both corpora; null where nothing is kept of positions. */
    public @Nullable PositionProfile positions() {
        return evidence == null ? null : PositionProfile.of(layer, evidence, feature);
    }

    /** Share of {@link #rateDifference} that positions in texts account for, 0 to 1. */
    public double positionShare() {
        PositionProfile profile = positions();
        return profile == null ? 0 : profile.share();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FeatureRow row
                && row.feature == feature
                && row.hook().equals(hook());
    }

    @Override
    public int hashCode() {
        return 31 * hook().hashCode() + feature;
    }

    @Override
    public String toString() {
        return key().toString();
    }
}
