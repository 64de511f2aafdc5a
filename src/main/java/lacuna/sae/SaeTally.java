package lacuna.sae;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;

/** What one SAE does over many rows of activations, added up batch by batch in f64. */
public final class SaeTally {

    private final SparseAutoencoder sae;
    private double squaredError;
    private double squaredLength;
    private final double[] rowSum;
    private final double[] on;
    private final double[] sum;
    private long tokens;

    /** @param sae stays the caller's */
    public SaeTally(SparseAutoencoder sae) {
        this.sae = sae;
        this.rowSum = new double[sae.inputWidth()];
        this.on = new double[sae.features()];
        this.sum = new double[sae.features()];
    }

    /**
     * @param x [.., d_in]
     * @param rows i64 [n]: rows of x counted as if it were flattened to [rows, d_in]
     */
    public void add(NDArray x, NDArray rows) {
        List<double[]> fit = sae.fit(x, rows);
        squaredError += fit.get(0)[0];
        squaredLength += fit.get(0)[1];
        addTo(rowSum, fit.get(1));
        addTo(on, fit.get(2));
        addTo(sum, fit.get(3));
        tokens += rows.size();
    }

    private static void addTo(double[] sum, double[] more) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
        }
    }

    public SparseAutoencoder sae() {
        return sae;
    }

    public long tokens() {
        return tokens;
    }

    /** 1 - sum of squared errors / total variance around the mean row. */
    public double varianceExplained() {
        double meanLength = 0;
        for (double component : rowSum) {
            meanLength += component * component / tokens;
        }
        return 1 - squaredError / (squaredLength - meanLength);
    }

    /** Features on at a token, on average. */
    public double l0() {
        return Arrays.stream(on).sum() / tokens;
    }

    /** Share of tokens at which each feature is on, [d_sae]. */
    public double[] rates() {
        return Arrays.stream(on).map(count -> count / tokens).toArray();
    }

    /** Activation of each feature per token, on or not, [d_sae]. */
    public double[] means() {
        return Arrays.stream(sum).map(value -> value / tokens).toArray();
    }

    /** Share of the features whose firing rate is as the condition says. */
    double share(DoublePredicate condition) {
        return Arrays.stream(rates()).filter(condition).count() / (double) on.length;
    }
}
