package lacuna.ui.features;

import java.util.List;
import lacuna.features.ActivationBins;
import lacuna.features.CorpusSide;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerStatistics;
import lacuna.features.Passage;

/**
 * What there is to read about one feature.
 *
 * @param edges of the histograms' bins, ascending, above zero, cut to where there is anything, [bins + 1]
 * @param targetBins target tokens in each bin for every 1,000 of the corpus, [bins]
 * @param benignBins likewise of the benign corpus, [bins]
 * @param target passages, strongest first
 * @param benign passages, strongest first
 */
public record FeatureEvidence(
        double[] edges, double[] targetBins, double[] benignBins, List<Passage> target, List<Passage> benign) {

    private static final int LEAST_BINS = 8;

    static FeatureEvidence of(FeatureStatistics statistics, FeatureKey key) {
        LayerStatistics layer = statistics.layer(key.hook()).orElseThrow();
        int[] target = layer.targetHistogram()[key.feature()];
        int[] benign = layer.benignHistogram()[key.feature()];
        int first = 0;
        while (first < ActivationBins.COUNT - LEAST_BINS && target[first] == 0 && benign[first] == 0) {
            first++;
        }
        int end = ActivationBins.COUNT;
        while (end > first + LEAST_BINS && target[end - 1] == 0 && benign[end - 1] == 0) {
            end--;
        }
        double[] edges = new double[end - first + 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = ActivationBins.lower(first + i);
        }
        return new FeatureEvidence(
                edges,
                perThousand(target, first, end, layer.targetTokens()),
                perThousand(benign, first, end, layer.benignTokens()),
                statistics.passages(key.hook(), key.feature(), CorpusSide.TARGET),
                statistics.passages(key.hook(), key.feature(), CorpusSide.BENIGN));
    }

    /** The strongest activation in any passage: both corpora are coloured on the one scale. */
    double max() {
        double max = 0;
        for (Passage passage : target) {
            max = Math.max(max, passage.max());
        }
        for (Passage passage : benign) {
            max = Math.max(max, passage.max());
        }
        return max;
    }

    private static double[] perThousand(int[] counts, int first, int end, long tokens) {
        double[] shares = new double[end - first];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = tokens > 0 ? 1000.0 * counts[first + i] / tokens : 0;
        }
        return shares;
    }
}
