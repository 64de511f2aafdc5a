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
 * @param target passages of the target corpus
 * @param benign passages of the benign corpus
 */
public record FeatureEvidence(
        double[] edges, double[] targetBins, double[] benignBins, CorpusPassages target, CorpusPassages benign) {

    /** Passages of one corpus, strongest first; near misses nearest first. */
    record CorpusPassages(List<Passage> top, List<Passage> samples, List<Passage> nearMisses) {

        static CorpusPassages of(FeatureStatistics statistics, FeatureKey key, CorpusSide side) {
            return new CorpusPassages(
                    statistics.passages(key.hook(), key.feature(), side),
                    statistics.samples(key.hook(), key.feature(), side),
                    statistics.nearMisses(key.hook(), key.feature(), side));
        }
    }

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
                CorpusPassages.of(statistics, key, CorpusSide.TARGET),
                CorpusPassages.of(statistics, key, CorpusSide.BENIGN));
    }

    CorpusPassages of(CorpusSide side) {
        return side == CorpusSide.TARGET ? target : benign;
    }

    private static double[] perThousand(int[] counts, int first, int end, long tokens) {
        double[] shares = new double[end - first];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = tokens > 0 ? 1000.0 * counts[first + i] / tokens : 0;
        }
        return shares;
    }
}
