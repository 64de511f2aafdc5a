package lacuna.features;

import java.util.List;
import lacuna.model.HookPoint;

/**
 * The features that are on at each token of a text.
 *
 * @param tokenIds [n]
 * @param contentStart first position that stands for text: 1 behind a beginning-of-text token, else 0
 * @param hooks of the SAEs read, in the order of the model
 * @param on [n] what is on at each token, in no order
 */
public record TextActivations(int[] tokenIds, int contentStart, List<HookPoint> hooks, List<List<On>> on) {

    /**
     * One feature at one token.
     *
     * @param layer index into the hook points
     * @param value its activation, above 0
     */
    public record On(int layer, int feature, float value) {}

    public TextActivations {
        hooks = List.copyOf(hooks);
        on = on.stream().map(List::copyOf).toList();
    }

    public int length() {
        return tokenIds.length;
    }

    /** A feature's activation at each token, 0 where it is off. */
    public float[] along(HookPoint hook, int feature) {
        float[] values = new float[length()];
        int layer = hooks.indexOf(hook);
        for (int i = 0; i < values.length; i++) {
            for (On one : on.get(i)) {
                if (one.layer() == layer && one.feature() == feature) {
                    values[i] = one.value();
                }
            }
        }
        return values;
    }
}
