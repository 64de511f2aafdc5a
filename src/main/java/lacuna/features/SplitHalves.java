package lacuna.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How far the ranking of the features of a layer depends on which documents happen to be in the corpora. Both corpora are cut in two
 * by document, drawn with a fixed seed when the statistics are collected ({@link CorpusSpread}), and each half ranks on its own by
 *
 * <pre>
 * d = target rate - benign rate
 * </pre>
 *
 * @param first [features] d in the first halves
 * @param second [features] d in the second halves
 * @param rankCorrelation Spearman's &rho; of both rankings, over features that are on anywhere; 0 if there are fewer than two
 * @param commonTop of the first {@code top} of one half so many are among those of the other
 * @param top how many features are compared
 */
public record SplitHalves(double[] first, double[] second, double rankCorrelation, int commonTop, int top) {

    /** @param top how many of the first to compare; fewer where there are fewer with d above 0 */
    public static SplitHalves of(LayerStatistics layer, LayerEvidence evidence, int top) {
        double[] first = new double[layer.features()];
        double[] second = new double[layer.features()];
        for (int f = 0; f < layer.features(); f++) {
            first[f] =
                    firstRate(layer, evidence, CorpusSide.TARGET, f) - firstRate(layer, evidence, CorpusSide.BENIGN, f);
            second[f] = secondRate(layer, evidence, CorpusSide.TARGET, f)
                    - secondRate(layer, evidence, CorpusSide.BENIGN, f);
        }
        int[] alive = IntStream.range(0, layer.features())
                .filter(f -> layer.targetCount()[f] + layer.benignCount()[f] > 0)
                .toArray();
        List<Integer> topFirst = top(first, alive, top);
        Set<Integer> common = new HashSet<>(topFirst);
        List<Integer> topSecond = top(second, alive, top);
        common.retainAll(topSecond);
        return new SplitHalves(
                first,
                second,
                correlation(ranks(first, alive), ranks(second, alive)),
                common.size(),
                Math.min(topFirst.size(), topSecond.size()));
    }

    /** What either half alone would vouch for: the d nearer to 0, or 0 where the halves disagree about its sign. */
    public static double agreed(LayerStatistics layer, LayerEvidence evidence, int feature) {
        double first = firstRate(layer, evidence, CorpusSide.TARGET, feature)
                - firstRate(layer, evidence, CorpusSide.BENIGN, feature);
        double second = secondRate(layer, evidence, CorpusSide.TARGET, feature)
                - secondRate(layer, evidence, CorpusSide.BENIGN, feature);
        if (first * second <= 0) {
            return 0;
        }
        return Math.abs(first) < Math.abs(second) ? first : second;
    }

    private static double firstRate(LayerStatistics layer, LayerEvidence evidence, CorpusSide side, int feature) {
        CorpusSpread spread = evidence.of(side).spread();
        return spread.halfTokens() == 0 ? 0 : (double) spread.halfCount()[feature] / spread.halfTokens();
    }

    private static double secondRate(LayerStatistics layer, LayerEvidence evidence, CorpusSide side, int feature) {
        CorpusSpread spread = evidence.of(side).spread();
        long tokens = layer.tokens(side) - spread.halfTokens();
        return tokens <= 0 ? 0 : (double) (layer.count(side)[feature] - spread.halfCount()[feature]) / tokens;
    }

    private static List<Integer> top(double[] values, int[] alive, int most) {
        return Arrays.stream(alive)
                .boxed()
                .filter(f -> values[f] > 0)
                .sorted(Comparator.<Integer>comparingDouble(f -> -values[f]).thenComparing(f -> f))
                .limit(most)
                .toList();
    }

    /** Ranks from 0; equal values share the mean of theirs. */
    private static double[] ranks(double[] values, int[] alive) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, alive.length).boxed().toList());
        order.sort(Comparator.comparingDouble(i -> values[alive[i]]));
        double[] ranks = new double[alive.length];
        for (int from = 0; from < ranks.length; ) {
            int to = from;
            while (to < ranks.length && values[alive[order.get(to)]] == values[alive[order.get(from)]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order.get(i)] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double both = 0;
        double onlyA = 0;
        double onlyB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanA) * (b[i] - meanB);
            onlyA += (a[i] - meanA) * (a[i] - meanA);
            onlyB += (b[i] - meanB) * (b[i] - meanB);
        }
        return onlyA == 0 || onlyB == 0 ? 0 : both / Math.sqrt(onlyA * onlyB);
    }
}
