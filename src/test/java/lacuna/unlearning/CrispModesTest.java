package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import lacuna.model.HookPoint;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the three modes part, number by number; and the gradient of the released loss worked out on paper. */
class CrispModesTest {

    private static final int TOKENS = 12;
    private static final int WIDTH = 6;
    private static final int FEATURES = 12;
    private static final int[] CHOSEN = {7, 2, 10};
    private static final double LAMBDA = 3;

    /** Weights of the losses for alpha .3, beta .7, gamma .1: the code has 1 - beta, beta and beta gamma instead. */
    @ParameterizedTest
    @CsvSource({
        "CODE,    resid_pre.4,  ALL_ENTRIES,  .3, .7, .07",
        "PAPER,   resid_post.4, SQUARED_NORM, .3, .7, .1",
        "ALIGNED, resid_post.4, RELATIVE,     .3, .7, .1"
    })
    void siteDistanceAndWeightsOfEachMode(
            CrispMode mode, String site, Drift drift, double unlearn, double retain, double coherence) {
        assertThat(mode.site(HookPoint.residPost(4))).hasToString(site);
        assertThat(Drift.of(mode)).isEqualTo(drift);
        CrispConfig.Weights weights = ToyUnlearning.config(mode, LAMBDA, 1, 0).weights();
        assertThat(weights.unlearn()).isCloseTo(unlearn, within(1e-12));
        assertThat(weights.retain()).isCloseTo(retain, within(1e-12));
        assertThat(weights.coherence()).isCloseTo(coherence, within(1e-12));
    }

    /**
     * With P the counted entries (token t, feature i): d loss / d x_t = 1/|P| sum over P_t of (w_i + g_i lambda sign(m_t) w_mean). For
     * m_t &lt; 0 the step is pulled towards a higher mean pre-activation; the tokens here have means of both signs.
     */
    @Test
    void gradientOfTheReleasedLossIsTheOneWorkedOutByHand() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        float[] encoder = uniform(random, WIDTH * FEATURES);
        float[] bias = new float[FEATURES]; // none, so that means of both signs occur
        float[] threshold = new float[FEATURES];
        Arrays.fill(threshold, .4f);
        float[] edited = uniform(random, TOKENS * WIDTH);
        float[] frozen = uniform(random, TOKENS * WIDTH);
        SaeWeights weights = new SaeWeights(
                WIDTH, FEATURES, encoder, bias, new float[WIDTH * FEATURES], new float[WIDTH], threshold);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                Scope scope = Scope.open();
                SparseAutoencoder sae = SparseAutoencoder.of(
                        torch, HookPoint.residPost(1), new Gate.JumpRelu(), EncoderInput.RAW, weights);
                CrispLosses losses = new CrispLosses(torch, CrispMode.CODE, Drift.ALL_ENTRIES, LAMBDA);
                SuppressedLayer layer = losses.layer(sae.hook(), sae, CHOSEN)) {
            NDArray x = torch.manager().create(edited, new Shape(1, TOKENS, WIDTH));
            x.setRequiresGradient(true);
            NDList gates = losses.frozen(layer, torch.manager().create(frozen, new Shape(1, TOKENS, WIDTH)));
            float[] mask = new float[TOKENS];
            Arrays.fill(mask, 1, TOKENS, 1);
            NDArray valid = torch.manager().create(mask, new Shape(1, TOKENS, 1));
            try (Tape tape = Tape.open()) {
                tape.backward(losses.suppression(layer, x, gates, valid).loss());
            }
            float[] got = x.getGradient().toFloatArray();
            double[] wanted = byHand(encoder, bias, threshold, edited, frozen);
            for (int i = 0; i < got.length; i++) {
                assertThat((double) got[i]).isCloseTo(wanted[i], within(1e-5));
            }
        }
    }

    private static double[] byHand(float[] encoder, float[] bias, float[] threshold, float[] edited, float[] frozen) {
        double[] gradient = new double[TOKENS * WIDTH];
        int counted = 0;
        boolean above = false;
        boolean below = false;
        for (int token = 1; token < TOKENS; token++) {
            double mean = 0;
            for (int feature = 0; feature < FEATURES; feature++) {
                mean += z(encoder, bias, edited, token, feature) / FEATURES;
            }
            for (int feature : CHOSEN) {
                boolean fired = z(encoder, bias, frozen, token, feature) > threshold[feature];
                double y = z(encoder, bias, edited, token, feature) + (fired ? Math.abs(LAMBDA * mean) : 0);
                if (y <= threshold[feature]) {
                    continue;
                }
                counted++;
                above |= fired && mean > 0;
                below |= fired && mean < 0;
                for (int i = 0; i < WIDTH; i++) {
                    gradient[token * WIDTH + i] += encoder[i * FEATURES + feature]
                            + (fired ? LAMBDA * Math.signum(mean) * meanColumn(encoder, i) : 0);
                }
            }
        }
        assertThat(above).as("a mean above 0 among the gated entries").isTrue();
        assertThat(below).as("a mean below 0 among the gated entries").isTrue();
        int entries = counted;
        return Arrays.stream(gradient).map(g -> g / entries).toArray();
    }

    private static double z(float[] encoder, float[] bias, float[] x, int token, int feature) {
        double z = bias[feature];
        for (int i = 0; i < WIDTH; i++) {
            z += x[token * WIDTH + i] * encoder[i * FEATURES + feature];
        }
        return z;
    }

    private static double meanColumn(float[] encoder, int row) {
        double mean = 0;
        for (int feature = 0; feature < FEATURES; feature++) {
            mean += encoder[row * FEATURES + feature] / FEATURES;
        }
        return mean;
    }

    private static float[] uniform(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }
}
