package lacuna.ui.features;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lacuna.model.HookPoint;

/**
 * What to try before anything is trained: the model as it is beside the model with features clamped.
 *
 * @param features to clamp, by hook point
 * @param value what a feature is set to where it is on: 0, or a negative number to push against it
 * @param seed of the continuation, the same for both sides
 * @param wanted sides to write anew; the others are frozen
 */
public record PreviewRequest(
        String prompt,
        Map<HookPoint, List<Integer>> features,
        double value,
        int maxNewTokens,
        long seed,
        Set<Side> wanted) {

    /** Which model writes. */
    public enum Side {
        CLEAN,
        CLAMPED
    }

    public PreviewRequest {
        features = Map.copyOf(features);
        wanted = Set.copyOf(wanted);
    }

    int featureCount() {
        return features.values().stream().mapToInt(List::size).sum();
    }
}
