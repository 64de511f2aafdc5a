package lacuna.features;

import java.util.ArrayList;
import java.util.List;
import lacuna.model.HookPoint;

/** Which features are on at the same tokens as one of them, of all layers; read from {@link TokenSketches}, so without the engine. */
public final class CoActivation {

    private CoActivation() {}

    /**
     * @return those that share tokens with it at all, by Jaccard index, largest first, at most {@code count}
     */
    public static List<Neighbour> of(FeatureStatistics statistics, HookPoint hook, int feature, int count) {
        List<Neighbour> nearest = new ArrayList<>();
        TokenSketches own =
                statistics.evidence(hook).map(LayerEvidence::sketches).orElse(new TokenSketches(0));
        for (int i = 0; i < statistics.layers().size() && own.features() > 0; i++) {
            HookPoint there = statistics.layers().get(i).hook();
            TokenSketches others = statistics.evidence().get(i).sketches();
            for (int other = 0; other < others.features(); other++) {
                double overlap = there.equals(hook) && other == feature ? 0 : own.overlap(feature, others, other);
                if (overlap > 0) {
                    Neighbour.keep(nearest, new Neighbour(there, other, overlap), count);
                }
            }
        }
        return nearest;
    }

    /** The Jaccard index of the tokens of two features; 0 if one of them is not counted. */
    public static double between(
            FeatureStatistics statistics, HookPoint hook, int feature, HookPoint otherHook, int other) {
        return statistics
                .evidence(hook)
                .flatMap(own -> statistics
                        .evidence(otherHook)
                        .map(there -> own.sketches().overlap(feature, there.sketches(), other)))
                .orElse(0.0);
    }
}
