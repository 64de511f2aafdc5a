package lacuna.ui.train;

import lacuna.selection.CrispMode;
import lacuna.unlearning.UnlearnConfig;

/** Factors on the three losses in the total, by the mode's own rule. */
final class LossWeights {

    private LossWeights() {}

    static double unlearn(UnlearnConfig config) {
        return config.mode() == CrispMode.CODE ? 1 - config.beta() : config.alpha();
    }

    static double retain(UnlearnConfig config) {
        return config.beta();
    }

    static double coherence(UnlearnConfig config) {
        return config.mode() == CrispMode.CODE ? config.beta() * config.gamma() : config.gamma();
    }
}
