package lacuna.selection;

/**
 * How features are chosen.
 *
 * @param k features a layer, at most
 * @param tau &tau;: how many times as strong a feature must be on the target
 * @param epsilon &epsilon; added to the benign sum, in units of activations
 */
public record SelectionConfig(CrispMode mode, int k, double tau, double epsilon) {

    public SelectionConfig {
        if (k < 1 || !(tau >= 0) || !(epsilon >= 0)) {
            throw new IllegalArgumentException("k " + k + ", tau " + tau + ", epsilon " + epsilon);
        }
    }

    /**
     * &tau; = 3 as in paper and code. &epsilon; = 1 as in the code; the paper gives no value.
     * assumption: the code's value serves the paper's rule as well.
     */
    public static SelectionConfig of(CrispMode mode, int k) {
        return new SelectionConfig(mode, k, 3, 1);
    }
}
