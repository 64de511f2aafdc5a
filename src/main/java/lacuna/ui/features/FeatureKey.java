package lacuna.ui.features;

import lacuna.model.HookPoint;

/** Which feature of which dictionary: the stable name of a row, used for marks and labels. */
public record FeatureKey(HookPoint hook, int feature) implements Comparable<FeatureKey> {

    @Override
    public int compareTo(FeatureKey other) {
        int byHook = hook.compareTo(other.hook);
        return byHook != 0 ? byHook : Integer.compare(feature, other.feature);
    }

    /** {@code resid_post.4 / 317}. */
    @Override
    public String toString() {
        return hook + " / " + feature;
    }
}
