package lacuna.project;

import java.util.Objects;
import lacuna.selection.CrispMode;

/**
 * Which features CRISP chooses, as a project file says it.
 *
 * @param mode which reading of the method; the training loss follows it
 * @param k features chosen for each layer, at most
 * @param tau smallest ratio of target to benign activation
 */
public record SelectionSettings(CrispMode mode, int k, double tau) {

    /** The aligned reading with the values of the bundled sample. */
    public static final SelectionSettings DEFAULT = new SelectionSettings(CrispMode.ALIGNED, 20, 3);

    public SelectionSettings {
        mode = Objects.requireNonNullElse(mode, CrispMode.ALIGNED);
        k = k == 0 ? 20 : k;
        tau = tau == 0 ? 3 : tau;
    }

    public SelectionSettings withMode(CrispMode other) {
        return new SelectionSettings(other, k, tau);
    }

    public SelectionSettings withK(int other) {
        return new SelectionSettings(mode, other, tau);
    }

    public SelectionSettings withTau(double other) {
        return new SelectionSettings(mode, k, other);
    }
}
