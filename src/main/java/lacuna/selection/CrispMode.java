package lacuna.selection;

import lacuna.features.LayerStatistics.Totals;
import lacuna.model.HookPoint;

/**
 * Which reading of CRISP ranks the features (Ashuach et al., arXiv 2508.13650, and its published code, which differ).
 *
 * <p>With n_T, n_R the tokens at which a feature is on in target and benign text, A_T, A_R the sums of its activations,
 * D = n_T - n_R and &rho; = A_T / (A_R + &epsilon;):
 */
public enum CrispMode {
    /** The paper, equations 3 to 5: the k features with the largest D, of which those with &rho; &lt; &tau; are dropped; fewer may remain. */
    PAPER,
    /**
     * The published code: of the features that are on anywhere, the 10 k with the largest D; of these the ones with &rho; &ge; &tau;
     * (&epsilon; = 1); of these the first k.
     */
    CODE,
    /**
     * As the code, with both corpora brought to the same number of tokens: n_R and A_R are multiplied by target tokens / benign tokens
     * before D and &rho; are computed. With corpora of equal length it is the code's rule.
     */
    ALIGNED;

    /** How counts and sums of the two corpora are compared. */
    public Totals totals() {
        return this == ALIGNED ? Totals.EQUAL_TOKENS : Totals.RAW;
    }

    /**
     * Where this reading takes the residual stream for an SAE: where the SAE was trained, except that the released code reads every SAE
     * at the input of its block. Statistics, training and evaluation all have to look at the same place.
     */
    public HookPoint site(HookPoint hook) {
        return this == CODE && hook.isBetweenBlocks() ? HookPoint.residPre(hook.layer()) : hook;
    }
}
