package lacuna.features.map;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lacuna.features.DecoderNeighbours;
import lacuna.features.FeatureRef;
import lacuna.features.Neighbour;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;

/** Features with those whose decoder directions are nearest to theirs: a selection is best looked at among what was not selected. */
public final class WithNeighbours {

    /** Of each feature, in its own SAE. */
    public static final int NEIGHBOURS = 8;

    private WithNeighbours() {}

    /**
     * Reads all directions of an SAE once for each feature; on the compute thread.
     *
     * @param most features in all; those asked for come first, then nearest neighbours before farther ones
     */
    public static List<FeatureRef> of(
            List<SparseAutoencoder> saes, List<FeatureRef> features, int most, Progress progress)
            throws LacunaException {
        List<List<Neighbour>> nearest = new ArrayList<>();
        for (FeatureRef feature : features) {
            progress.check();
            progress.report("Finding neighbours", nearest.size(), features.size());
            for (SparseAutoencoder sae : saes) {
                if (sae.hook().equals(feature.hook())) {
                    nearest.add(DecoderNeighbours.of(sae, feature.feature(), sae, NEIGHBOURS));
                }
            }
        }
        Set<FeatureRef> all = new LinkedHashSet<>(features);
        for (int rank = 0; rank < NEIGHBOURS; rank++) {
            for (List<Neighbour> neighbours : nearest) {
                if (rank < neighbours.size() && all.size() < most) {
                    Neighbour neighbour = neighbours.get(rank);
                    all.add(new FeatureRef(neighbour.hook(), neighbour.feature()));
                }
            }
        }
        return all.stream().limit(most).toList();
    }
}
