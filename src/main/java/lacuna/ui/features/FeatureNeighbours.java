package lacuna.ui.features;

import java.util.List;
import lacuna.features.Neighbour;

/**
 * Features whose decoder directions resemble that of one feature, nearest first.
 *
 * @param same of the same dictionary
 * @param next of the dictionary of the next layer that has one
 */
public record FeatureNeighbours(List<Neighbour> same, List<Neighbour> next) {

    public FeatureNeighbours {
        same = List.copyOf(same);
        next = List.copyOf(next);
    }

    public static FeatureNeighbours none() {
        return new FeatureNeighbours(List.of(), List.of());
    }
}
