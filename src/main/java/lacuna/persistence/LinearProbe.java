package lacuna.persistence;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;

/**
 * Logistic regression with an L2 penalty, min over w of |w|&sup2;/2 + C &Sigma; log(1 + exp(-y (w &middot; z + b))), on coordinates z that have
 * mean 0 and deviation 1 / sqrt(d) over the items it was fitted on, so that C means the same at every block.
 */
final class LinearProbe {

    private static final double COST = 1;
    private static final double TOLERANCE = 1e-4;

    private final double[] mean;
    private final double[] scale;
    private final Model fitted;

    private LinearProbe(double[] mean, double[] scale, Model fitted) {
        this.mean = mean;
        this.scale = scale;
        this.fitted = fitted;
    }

    /**
     * @param x [items][d]
     * @param isTarget [items]; both kinds must be there
     */
    static LinearProbe fit(float[][] x, boolean[] isTarget) {
        int d = x[0].length;
        double[] mean = new double[d];
        double[] scale = new double[d];
        for (int i = 0; i < d; i++) {
            double square = 0;
            for (float[] row : x) {
                mean[i] += row[i] / x.length;
            }
            for (float[] row : x) {
                square += (row[i] - mean[i]) * (row[i] - mean[i]) / x.length;
            }
            scale[i] = square == 0 ? 0 : 1 / Math.sqrt(square * d);
        }
        Problem problem = new Problem();
        problem.l = x.length;
        problem.n = d + 1;
        problem.bias = 1;
        problem.x = new Feature[x.length][];
        problem.y = new double[x.length];
        for (int item = 0; item < x.length; item++) {
            problem.x[item] = features(x[item], mean, scale);
            problem.y[item] = isTarget[item] ? 1 : -1;
        }
        Linear.disableDebugOutput(); // it writes to standard output otherwise
        return new LinearProbe(mean, scale, Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, TOLERANCE)));
    }

    private static Feature[] features(float[] row, double[] mean, double[] scale) {
        Feature[] features = new Feature[row.length + 1];
        for (int i = 0; i < row.length; i++) {
            features[i] = new FeatureNode(i + 1, (row[i] - mean[i]) * scale[i]);
        }
        features[row.length] = new FeatureNode(row.length + 1, 1);
        return features;
    }

    /** Of each item whether it is told rightly. */
    boolean[] right(float[][] x, boolean[] isTarget) {
        double[] scores = scores(x);
        boolean[] right = new boolean[x.length];
        for (int item = 0; item < x.length; item++) {
            right[item] = scores[item] > 0 == isTarget[item];
        }
        return right;
    }

    /** w &middot; z + b of each item: above 0 where it is told to be of the target. */
    double[] scores(float[][] x) {
        boolean isTargetFirst = fitted.getLabels()[0] > 0;
        double[] scores = new double[x.length];
        double[] value = new double[1];
        for (int item = 0; item < x.length; item++) {
            Linear.predictValues(fitted, features(x[item], mean, scale), value);
            scores[item] = isTargetFirst ? value[0] : -value[0];
        }
        return scores;
    }
}
