package lacuna.ui.features;

import lacuna.features.CorpusSide;
import lacuna.features.CorpusSpread;
import lacuna.features.LayerStatistics;
import lacuna.stats.Interval;
import org.jspecify.annotations.Nullable;

/**
 * How active one feature is on one corpus. BOS and padding are not counted. Computed from the columns when asked for; a row holds
 * none of it.
 */
public final class CorpusActivity {

    private static final int LEAST_DOCUMENTS = 2;

    private final LayerStatistics layer;
    private final @Nullable CorpusSpread spread;
    private final CorpusSide side;
    private final int feature;

    CorpusActivity(LayerStatistics layer, @Nullable CorpusSpread spread, CorpusSide side, int feature) {
        this.layer = layer;
        this.spread = spread != null && spread.documents() >= LEAST_DOCUMENTS ? spread : null;
        this.side = side;
        this.feature = feature;
    }

    /** Tokens at which it is on. */
    public long count() {
        return layer.count(side)[feature];
    }

    /** Share of the corpus's tokens, 0 to 1. */
    public double rate() {
        return layer.rate(side, feature);
    }

    /** Of the rate: over documents where those were counted, else as if tokens were independent. */
    public Interval rateInterval() {
        return spread == null
                ? layer.rateInterval(side, feature)
                : spread.rateInterval(feature, count(), layer.tokens(side));
    }

    /** Variance of the rate over documents; 0 where documents were not counted. */
    double rateVariance() {
        return spread == null ? 0 : spread.rateVariance(feature, count(), layer.tokens(side));
    }

    /** Share of the documents in which it is on. */
    public double documentRate() {
        return spread == null ? 0 : spread.documentRate(feature);
    }

    /** Documents in which it is on. */
    public long documents() {
        return spread == null ? 0 : spread.documentsOn()[feature];
    }

    /** Documents of the corpus; 0 where they were not counted. */
    public long allDocuments() {
        return spread == null ? 0 : spread.documents();
    }

    /** Activation over the tokens at which it is on; 0 if never. */
    public double mean() {
        return layer.meanWhenOn(side, feature);
    }

    /** The strongest activation. */
    public double max() {
        return layer.max(side)[feature];
    }

    /** Of all activations. */
    public double sum() {
        return layer.sum(side)[feature];
    }
}
