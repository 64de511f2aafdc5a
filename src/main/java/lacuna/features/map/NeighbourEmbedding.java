package lacuna.features.map;

import java.util.Arrays;
import java.util.stream.IntStream;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/**
 * t-SNE (van der Maaten and Hinton 2008) of unit directions: features with a high cosine come to lie beside each other.
 *
 * <pre>
 * d_ij^2  = 2 - 2 cos(i, j)
 * p_j|i   ~ exp(-beta_i d_ij^2) over the nearest 3 * perplexity of i, with beta_i such that the entropy is log(perplexity)
 * p_ij    = (p_j|i + p_i|j) / 2n
 * q_ij    ~ 1 / (1 + |y_i - y_j|^2)
 * dC/dy_i = 4 sum_j (p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|^2),   C = KL(P || Q)
 * </pre>
 *
 * <p>It starts from the principal plane instead of chance (Kobak and Berens 2019), so the same features give the same map. Exact, not
 * Barnes-Hut: time is n^2 a step, which for the few thousand features a map is made for is the simpler way.
 */
final class NeighbourEmbedding {

    private static final double PERPLEXITY = 15;
    private static final int STEPS = 600;
    private static final int EXAGGERATED_STEPS = 200;
    private static final double EXAGGERATION = 12;
    private static final double RATE = 50;
    private static final double START_SPREAD = 1e-4;

    private final int n;
    private final int[] first; // pairs with p_ij > 0, each once
    private final int[] second;
    private final double[] p;
    private final double[] x;
    private final double[] y;
    private final double[] pullX;
    private final double[] pullY;
    private final double[] pushX;
    private final double[] pushY;

    private NeighbourEmbedding(float[] cosines, MapPlaces start) {
        n = start.size();
        float[] joint = joint(cosines, n);
        int[] pairs = IntStream.range(0, n * n)
                .filter(at -> joint[at] > 0 && at / n < at % n)
                .toArray();
        first = new int[pairs.length];
        second = new int[pairs.length];
        p = new double[pairs.length];
        for (int e = 0; e < pairs.length; e++) {
            first[e] = pairs[e] / n;
            second[e] = pairs[e] % n;
            p[e] = joint[pairs[e]];
        }
        x = started(start.x());
        y = started(start.y());
        pullX = new double[n];
        pullY = new double[n];
        pushX = new double[n];
        pushY = new double[n];
    }

    /**
     * @param cosines [n, n]
     * @param start where each begins, up to a factor
     */
    static MapPlaces of(float[] cosines, MapPlaces start, Progress progress) throws LacunaException {
        NeighbourEmbedding embedding = new NeighbourEmbedding(cosines, start);
        Descent alongX = new Descent(embedding.n);
        Descent alongY = new Descent(embedding.n);
        for (int step = 0; step < STEPS; step++) {
            progress.check();
            progress.report("Arranging the map", step, STEPS);
            boolean early = step < EXAGGERATED_STEPS;
            double exaggeration = early ? EXAGGERATION : 1;
            double momentum = early ? 0.5 : 0.8;
            double total = embedding.forces();
            alongX.step(embedding.x, embedding.pullX, embedding.pushX, exaggeration, total, momentum);
            alongY.step(embedding.y, embedding.pullY, embedding.pushY, exaggeration, total, momentum);
        }
        return new MapPlaces(floats(embedding.x), floats(embedding.y));
    }

    /**
     * Sums over j of p_ij w_ij (y_i - y_j) and of w_ij^2 (y_i - y_j), with w_ij = 1 / (1 + |y_i - y_j|^2).
     *
     * @return the sum of all w_ij, by which the second is still to be divided
     */
    private double forces() {
        Arrays.fill(pullX, 0);
        Arrays.fill(pullY, 0);
        Arrays.fill(pushX, 0);
        Arrays.fill(pushY, 0);
        double total = 0;
        for (int i = 0; i < n; i++) {
            double xi = x[i];
            double yi = y[i];
            double pushedX = 0;
            double pushedY = 0;
            for (int j = 0; j < i; j++) {
                double dx = xi - x[j];
                double dy = yi - y[j];
                double w = 1 / (1 + dx * dx + dy * dy);
                total += w;
                double square = w * w;
                pushedX += square * dx;
                pushedY += square * dy;
                pushX[j] -= square * dx;
                pushY[j] -= square * dy;
            }
            pushX[i] += pushedX;
            pushY[i] += pushedY;
        }
        for (int e = 0; e < p.length; e++) {
            int i = first[e];
            int j = second[e];
            double dx = x[i] - x[j];
            double dy = y[i] - y[j];
            double pull = p[e] / (1 + dx * dx + dy * dy);
            pullX[i] += pull * dx;
            pullY[i] += pull * dy;
            pullX[j] -= pull * dx;
            pullY[j] -= pull * dy;
        }
        return 2 * total;
    }

    /** One coordinate going downhill with momentum, and a rate of its own for each feature (Jacobs 1988), as in the paper. */
    private static final class Descent {
        private final double[] velocity;
        private final double[] gain;

        Descent(int n) {
            velocity = new double[n];
            gain = new double[n];
            Arrays.fill(gain, 1);
        }

        void step(double[] place, double[] pull, double[] push, double exaggeration, double total, double momentum) {
            double mean = 0;
            for (int i = 0; i < place.length; i++) {
                double gradient = 4 * (exaggeration * pull[i] - push[i] / total);
                boolean turned = gradient > 0 == velocity[i] > 0;
                gain[i] = Math.max(0.01, turned ? gain[i] * 0.8 : gain[i] + 0.2);
                velocity[i] = momentum * velocity[i] - RATE * gain[i] * gradient;
                place[i] += velocity[i];
                mean += place[i] / place.length;
            }
            for (int i = 0; i < place.length; i++) {
                place[i] -= mean;
            }
        }
    }

    /** p_ij [n, n]; zero on the diagonal and between features that are not among each other's nearest. */
    private static float[] joint(float[] cosines, int n) {
        double perplexity = Math.min(PERPLEXITY, Math.max(1, (n - 1) / 3.0));
        int count = (int) Math.min(n - 1, Math.ceil(3 * perplexity));
        float[] joint = new float[n * n];
        for (int i = 0; i < n; i++) {
            int[] nearest = nearest(cosines, n, i, count);
            double[] squares = new double[count];
            for (int k = 0; k < count; k++) {
                squares[k] = Math.max(0, 2 - 2.0 * cosines[i * n + nearest[k]]);
            }
            double[] conditional = conditional(squares, Math.log(perplexity));
            for (int k = 0; k < count; k++) {
                float half = (float) (conditional[k] / (2 * n));
                joint[i * n + nearest[k]] += half;
                joint[nearest[k] * n + i] += half;
            }
        }
        return joint;
    }

    /** The others with the highest cosine; of equals the earlier first. */
    private static int[] nearest(float[] cosines, int n, int of, int count) {
        return IntStream.range(0, n)
                .filter(j -> j != of)
                .boxed()
                .sorted((a, b) -> Float.compare(cosines[of * n + b], cosines[of * n + a]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** exp(-beta d^2), normalised, with beta found by bisection so that the entropy is as wanted. */
    private static double[] conditional(double[] squares, double entropy) {
        double nearest = Arrays.stream(squares).min().orElse(0);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double beta = 1;
        double[] weights = new double[squares.length];
        for (int attempt = 0; attempt < 60; attempt++) {
            double sum = 0;
            double moment = 0;
            for (int k = 0; k < weights.length; k++) {
                double beyond = squares[k] - nearest; // cancels in the quotient, and keeps exp from vanishing for all
                weights[k] = Math.exp(-beta * beyond);
                sum += weights[k];
                moment += weights[k] * beyond;
            }
            for (int k = 0; k < weights.length; k++) {
                weights[k] /= sum;
            }
            double there = Math.log(sum) + beta * moment / sum;
            if (Math.abs(there - entropy) < 1e-6) {
                break;
            }
            low = there > entropy ? beta : low;
            high = there > entropy ? high : beta;
            beta = high == Double.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
        }
        return weights;
    }

    private static double[] started(float[] places) {
        double square = 0;
        for (float place : places) {
            square += (double) place * place / places.length;
        }
        double scale = square > 0 ? START_SPREAD / Math.sqrt(square) : 0;
        return IntStream.range(0, places.length)
                .mapToDouble(i -> scale * places[i])
                .toArray();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
