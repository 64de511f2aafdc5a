package lacuna.features.map;

import java.util.List;
import java.util.Locale;
import lacuna.features.FeatureRef;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Torch;

/**
 * Features laid out in the plane by their decoder directions, in two ways.
 *
 * @param features ascending
 * @param plane along the first two principal components: what lies far apart differs much, what lies together may still differ
 * @param firstShare of the directions' variance, along the first component, 0 to 1
 * @param secondShare likewise along the second
 * @param neighbourhood by t-SNE: what lies together is alike, how far apart groups lie says little
 */
public record FeatureMap(
        List<FeatureRef> features, MapPlaces plane, double firstShare, double secondShare, MapPlaces neighbourhood) {

    /** More than these take too long, and are no picture any more. */
    public static final int MOST = 2_000;

    /** Fewer than these are no map. */
    public static final int LEAST = 3;

    public FeatureMap {
        features = List.copyOf(features);
    }

    /**
     * Lays features out; on the compute thread. Cancelling takes effect at the next step.
     *
     * @param saes those the features belong to, and maybe others
     * @throws LacunaException if there are too few or too many, or their directions do not compare
     */
    public static FeatureMap of(Torch torch, List<SparseAutoencoder> saes, List<FeatureRef> features, Progress progress)
            throws LacunaException {
        List<FeatureRef> sorted = features.stream().distinct().sorted().toList();
        if (sorted.size() < LEAST || sorted.size() > MOST) {
            throw new LacunaException(String.format(
                    Locale.ROOT, "A map takes from %d to %,d features; these are %,d.", LEAST, MOST, sorted.size()));
        }
        progress.report("Comparing directions", 0, 0);
        Directions directions = Directions.of(torch, saes, sorted);
        return new FeatureMap(
                sorted,
                directions.plane(),
                directions.firstShare(),
                directions.secondShare(),
                NeighbourEmbedding.of(directions.cosines(), directions.plane(), progress));
    }
}
