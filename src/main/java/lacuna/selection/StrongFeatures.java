package lacuna.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lacuna.features.MeanSquares;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/**
 * The choice of dynamic SAE guardrails (DSG): with f = E[a&sup2;] on target and r on benign text, features with f below its 5th percentile
 * are passed over, then those whose ratio f / r lies below its p-th percentile, and of the rest the ones with the largest f are taken.
 * Equal ones go by their index.
 *
 * <p>assumption: the percentile of the ratio is taken over the features that the first rule leaves, with linear interpolation; a benign mean
 * square of 0 counts as 1e-12. Features that are never on in target text are not chosen.
 */
public final class StrongFeatures {

    private static final double FAINT = .05;
    private static final double SMALLEST = 1e-12;
    private static final Quantile LINEAR =
            Quantile.withDefaults().withCopy(true).with(EstimationMethod.HF7);

    private StrongFeatures() {}

    /**
     * @param ratioQuantile p / 100, in [0, 1]
     * @param count features a layer, at most
     */
    public static FeatureSelection select(List<MeanSquares> layers, double ratioQuantile, int count) {
        List<SelectedFeature> chosen = new ArrayList<>();
        layers.forEach(layer -> chosen.addAll(select(layer, ratioQuantile, count)));
        return new FeatureSelection(chosen);
    }

    /** Those of one layer, highest ranked first. */
    public static List<SelectedFeature> select(MeanSquares layer, double ratioQuantile, int count) {
        double faintest = quantile(layer.target(), FAINT);
        int[] candidates = IntStream.range(0, layer.target().length)
                .filter(f -> layer.target()[f] >= faintest)
                .toArray();
        double[] ratios =
                IntStream.of(candidates).mapToDouble(f -> ratio(layer, f)).toArray();
        double least = quantile(ratios, ratioQuantile);
        return IntStream.of(candidates)
                .filter(f -> layer.target()[f] > 0 && ratio(layer, f) >= least)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer f) -> -layer.target()[f])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .map(f -> new SelectedFeature(layer.hook().toString(), f, layer.target()[f], reason(layer, f, least)))
                .toList();
    }

    /** Linear between neighbours, as numpy's default. */
    public static double quantile(double[] values, double share) {
        return LINEAR.evaluate(values, share);
    }

    private static double ratio(MeanSquares layer, int feature) {
        return layer.target()[feature] / Math.max(SMALLEST, layer.benign()[feature]);
    }

    private static String reason(MeanSquares layer, int feature, double least) {
        return String.format(
                Locale.ROOT,
                "mean square %.3g on target text, %.3g times that on benign text (at least %.3g asked)",
                layer.target()[feature],
                ratio(layer, feature),
                least);
    }
}
