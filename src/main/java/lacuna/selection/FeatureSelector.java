package lacuna.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lacuna.features.CorpusSide;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerStatistics;
import lacuna.features.LayerStatistics.Totals;

/** Ranks features by CRISP's contrast of target and benign text and takes the first of each layer. Equal features go by their index. */
public final class FeatureSelector {

    private static final int CANDIDATES_PER_CHOICE = 10;

    private FeatureSelector() {}

    /** Chooses in every layer. A layer where nothing qualifies contributes nothing. */
    public static FeatureSelection select(FeatureStatistics statistics, SelectionConfig config) {
        List<SelectedFeature> chosen = new ArrayList<>();
        for (LayerStatistics layer : statistics.layers()) {
            chosen.addAll(select(layer, config));
        }
        return new FeatureSelection(chosen);
    }

    /** Chooses in one layer, highest ranked first. */
    public static List<SelectedFeature> select(LayerStatistics layer, SelectionConfig config) {
        Totals totals = config.mode().totals();
        return qualified(layer, config, totals)
                .map(feature -> new SelectedFeature(
                        layer.hook().toString(),
                        feature,
                        layer.countDifference(feature, totals),
                        reason(layer, feature, config, totals)))
                .toList();
    }

    private static Stream<Integer> qualified(LayerStatistics layer, SelectionConfig config, Totals totals) {
        Stream<Integer> ranked = IntStream.range(0, layer.features())
                .filter(f -> layer.targetCount()[f] > 0 || layer.benignCount()[f] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer f) -> -layer.countDifference(f, totals))
                        .thenComparing(Comparator.naturalOrder()));
        return switch (config.mode()) {
            case PAPER -> ranked.limit(config.k()).filter(f -> strongEnough(layer, f, config, totals));
            case CODE, ALIGNED ->
                ranked.limit((long) CANDIDATES_PER_CHOICE * config.k())
                        .filter(f -> strongEnough(layer, f, config, totals))
                        .limit(config.k());
        };
    }

    private static boolean strongEnough(LayerStatistics layer, int feature, SelectionConfig config, Totals totals) {
        return layer.ratio(feature, config.epsilon(), totals) >= config.tau();
    }

    private static String reason(LayerStatistics layer, int feature, SelectionConfig config, Totals totals) {
        return String.format(
                Locale.ROOT,
                "on at %.2f %% of target and %.2f %% of benign tokens; %.1f times as strong in sum (at least %.1f asked)",
                100 * layer.rate(CorpusSide.TARGET, feature),
                100 * layer.rate(CorpusSide.BENIGN, feature),
                layer.ratio(feature, config.epsilon(), totals),
                config.tau());
    }
}
