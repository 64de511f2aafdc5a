package lacuna.ui.features;

import lacuna.features.CorpusSide;
import lacuna.features.Interval;
import lacuna.features.LayerStatistics;

/**
 * How active one feature is on one corpus. BOS and padding are not counted.
 *
 * @param count tokens at which it is on
 * @param rate share of the corpus's tokens, 0 to 1
 * @param rateInterval Wilson's, of the rate
 * @param mean activation over the tokens at which it is on; 0 if never
 * @param max the strongest activation
 * @param sum of all activations
 */
public record CorpusActivity(long count, double rate, Interval rateInterval, double mean, double max, double sum) {

    static CorpusActivity of(LayerStatistics layer, CorpusSide side, int feature) {
        return new CorpusActivity(
                layer.count(side)[feature],
                layer.rate(side, feature),
                layer.rateInterval(side, feature),
                layer.meanWhenOn(side, feature),
                layer.max(side)[feature],
                layer.sum(side)[feature]);
    }
}
