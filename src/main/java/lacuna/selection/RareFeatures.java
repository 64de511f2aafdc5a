package lacuna.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lacuna.features.CorpusSide;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerStatistics;

/**
 * The choice of Farrell et al. 2024, which SAEBench repeats: features on at a share s of the benign tokens or more are passed
 * over, the rest go by the share of target tokens at which they are on; the first of each layer are taken. Features that are never on in
 * target text are not. Equal ones go by their index.
 */
public final class RareFeatures {

    private RareFeatures() {}

    /**
     * @param benignRate s, above 0
     * @param count features a layer, at most
     */
    public static FeatureSelection select(FeatureStatistics statistics, double benignRate, int count) {
        List<SelectedFeature> chosen = new ArrayList<>();
        statistics.layers().forEach(layer -> chosen.addAll(select(layer, benignRate, count)));
        return new FeatureSelection(chosen);
    }

    /** Those of one layer, highest ranked first. */
    public static List<SelectedFeature> select(LayerStatistics layer, double benignRate, int count) {
        return IntStream.range(0, layer.features())
                .filter(f -> layer.targetCount()[f] > 0 && layer.rate(CorpusSide.BENIGN, f) < benignRate)
                .boxed()
                .sorted(Comparator.comparingLong((Integer f) -> -layer.targetCount()[f])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .map(f -> new SelectedFeature(
                        layer.hook().toString(), f, layer.targetCount()[f], reason(layer, f, benignRate)))
                .toList();
    }

    private static String reason(LayerStatistics layer, int feature, double benignRate) {
        return String.format(
                Locale.ROOT,
                "on at %.2f %% of target tokens, and at fewer than %.2f %% of benign tokens (%.3f %%)",
                100 * layer.rate(CorpusSide.TARGET, feature),
                100 * benignRate,
                100 * layer.rate(CorpusSide.BENIGN, feature));
    }
}
