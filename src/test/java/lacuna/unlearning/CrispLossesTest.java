package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Function;
import lacuna.model.HookPoint;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Expected numbers come from PyTorch 2.13 in Python, written there with plain operations (no shared code): 2 texts of 3 tokens, d_model
 * 4, six features of which 4, 1, 3 are chosen, lambda 0.7; entries are sines of their index.
 */
class CrispLossesTest {

    private static final Shape STATE = new Shape(2, 3, 4);
    private static final float[] THRESHOLDS = {.5f, 1.2f, .2f, .9f, 1.5f, .6f};
    private static final int[] CHOSEN = {4, 1, 3};

    private Torch torch;
    private Scope scope;
    private NDArray edited;
    private NDArray frozen;
    private NDArray valid;

    @BeforeEach
    void start() throws Exception {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        torch.setThreads(1);
        scope = Scope.open();
        float[] x = sines(24, .7, .3, 2);
        float[] difference = sines(24, .9, .1, .5);
        float[] x0 = new float[24];
        for (int i = 0; i < 24; i++) {
            x0[i] = x[i] + difference[i];
        }
        edited = torch.manager().create(x, STATE);
        edited.setRequiresGradient(true);
        frozen = torch.manager().create(x0, STATE);
        valid = torch.manager().create(new float[] {0, 1, 1, 0, 1, 0}, new Shape(2, 3, 1));
    }

    @AfterEach
    void stop() {
        scope.close();
        torch.close();
    }

    private static float[] sines(int count, double slope, double start, double scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(slope * i + start) * (float) scale;
        }
        return values;
    }

    private SparseAutoencoder sae(Gate gate) {
        return sae(gate, EncoderInput.RAW, sines(6, .4, -.9, .5), new float[4]);
    }

    private SparseAutoencoder sae(Gate gate, EncoderInput input, float[] bias, float[] decoderBias) {
        SaeWeights weights = new SaeWeights(4, 6, sines(24, 2.1, .5, 1), bias, new float[24], decoderBias, THRESHOLDS);
        return SparseAutoencoder.of(torch, HookPoint.residPost(1), gate, input, weights);
    }

    private void expectSuppression(
            CrispMode mode, SparseAutoencoder sae, double loss, double gradientSum, float[] gradient) {
        try (CrispLosses losses = new CrispLosses(torch, mode, Drift.of(mode), .7);
                SuppressedLayer layer = losses.layer(sae.hook(), sae, CHOSEN)) {
            NDList kept = losses.frozen(layer, frozen);
            expect(x -> losses.suppression(layer, x, kept, valid).loss(), loss, gradientSum, gradient);
        }
        sae.close();
    }

    private void expect(Function<NDArray, NDArray> loss, double value, double gradientSum, float[] gradient) {
        try (Tape tape = Tape.open()) {
            NDArray result = loss.apply(edited);
            tape.backward(result);
            assertThat(result.getFloat()).isCloseTo((float) value, within(2e-6f));
        }
        float[] got = edited.getGradient().toFloatArray();
        assertThat(Arrays.copyOfRange(got, 4, 12)).containsExactly(gradient, within(2e-6f));
        double sum = 0;
        for (float entry : got) {
            sum += Math.abs(entry);
        }
        assertThat(sum).isCloseTo(gradientSum, within(2e-5));
    }

    @Test
    void codeModeWithThresholdsMatchesPythonFromTheChosenColumnsAlone() {
        expectSuppression(CrispMode.CODE, sae(new Gate.JumpRelu()), 1.7883873, 1.948699, new float[] {
            0, 0, 0, 0, .502396f, .492618f, .482283f, .471403f
        });
    }

    @Test
    void codeModeWithTopKMatchesPython() {
        expectSuppression(CrispMode.CODE, sae(new Gate.TopK(2)), 1.4355463, 2.037613, new float[] {
            0, 0, 0, 0, .330945f, .330846f, .330373f, .329526f
        });
    }

    @Test
    void paperModeWithThresholdsMatchesPython() {
        expectSuppression(CrispMode.PAPER, sae(new Gate.JumpRelu()), 1.2487975, 1.270656, new float[] {
            -.077774f, -.077741f, -.077619f, -.07741f, .24524f, .241947f, .23838f, .234544f
        });
    }

    @Test
    void paperModeWithTopKMatchesPython() {
        expectSuppression(CrispMode.PAPER, sae(new Gate.TopK(2)), 1.0528078, 1.073518, new float[] {
            -.077774f, -.077741f, -.077619f, -.07741f, .14927f, .149206f, .148973f, .148571f
        });
    }

    @Test
    void alignedModeWithThresholdsMatchesPython() {
        expectSuppression(CrispMode.ALIGNED, sae(new Gate.JumpRelu()), 1.7874845, 1.952895, new float[] {
            0, 0, 0, 0, .503545f, .493701f, .483299f, .47235f
        });
    }

    @Test
    void alignedModeWithTopKMatchesPython() {
        expectSuppression(CrispMode.ALIGNED, sae(new Gate.TopK(2)), 2.020313, 1.986731, new float[] {
            0, 0, 0, 0, .497567f, .497352f, .496575f, .495237f
        });
    }

    @Test
    void subtractedDecoderBiasIsFoldedIntoTheEncoderBiases() {
        float[] decoderBias = {.3f, -.2f, .5f, .1f};
        float[] weight = sines(24, 2.1, .5, 1);
        float[] bias = sines(6, .4, -.9, .5);
        for (int feature = 0; feature < 6; feature++) {
            for (int i = 0; i < 4; i++) {
                bias[feature] += decoderBias[i] * weight[i * 6 + feature]; // undoes the subtraction
            }
        }
        SparseAutoencoder shifted = sae(new Gate.JumpRelu(), EncoderInput.MINUS_DECODER_BIAS, bias, decoderBias);
        expectSuppression(CrispMode.CODE, shifted, 1.7883873, 1.948699, new float[] {
            0, 0, 0, 0, .502396f, .492618f, .482283f, .471403f
        });
    }

    @Test
    void activityIsTheMeanActivationWithoutAnyShift() {
        assertThat(activity(CrispMode.CODE, new Gate.JumpRelu())).isCloseTo(.5881615f, within(1e-6f));
        assertThat(activity(CrispMode.CODE, new Gate.TopK(2))).isCloseTo(.4732038f, within(1e-6f));
        assertThat(activity(CrispMode.PAPER, new Gate.TopK(2))).isCloseTo(.4732038f, within(1e-6f));
    }

    private float activity(CrispMode mode, Gate gate) {
        try (SparseAutoencoder sae = sae(gate);
                CrispLosses losses = new CrispLosses(torch, mode, Drift.of(mode), .7);
                SuppressedLayer layer = losses.layer(sae.hook(), sae, CHOSEN)) {
            NDList kept = losses.frozen(layer, frozen);
            return losses.suppression(layer, edited, kept, valid).activity().getFloat();
        }
    }

    /** One feature, two tokens with activations 5 and 0.1 in the frozen model; in the edited one the weak entry has died. */
    @Test
    void alignedLossFallsWhereTheLossAsReleasedRisesWhenAWeakEntryDies() {
        NDArray before = torch.manager().create(new float[] {9, 5, .1f}, new Shape(1, 3, 1));
        NDArray after = torch.manager().create(new float[] {9, 5, -1}, new Shape(1, 3, 1));
        NDArray counted = torch.manager().create(new float[] {0, 1, 1}, new Shape(1, 3, 1));
        SaeWeights weights = new SaeWeights(1, 1, new float[] {1}, new float[1], new float[] {1}, new float[1], null);
        try (SparseAutoencoder sae =
                SparseAutoencoder.of(torch, HookPoint.residPost(0), new Gate.Relu(), EncoderInput.RAW, weights)) {
            assertThat(loss(CrispMode.CODE, sae, before, before, counted)).isCloseTo(2.55f, within(1e-6f));
            assertThat(loss(CrispMode.CODE, sae, after, before, counted)).isCloseTo(5f, within(1e-6f));
            assertThat(loss(CrispMode.ALIGNED, sae, before, before, counted)).isCloseTo(2.55f, within(1e-6f));
            assertThat(loss(CrispMode.ALIGNED, sae, after, before, counted)).isCloseTo(2.5f, within(1e-6f));
        }
    }

    @Test
    void noEntryAtAllGivesZeroAndNotNaN() {
        NDArray nothing = torch.manager().create(new float[] {1, -5, -5}, new Shape(1, 3, 1));
        NDArray counted = torch.manager().create(new float[] {0, 1, 1}, new Shape(1, 3, 1));
        SaeWeights weights = new SaeWeights(1, 1, new float[] {1}, new float[1], new float[] {1}, new float[1], null);
        try (SparseAutoencoder sae =
                SparseAutoencoder.of(torch, HookPoint.residPost(0), new Gate.Relu(), EncoderInput.RAW, weights)) {
            for (CrispMode mode : CrispMode.values()) {
                assertThat(loss(mode, sae, nothing, nothing, counted)).isZero();
            }
        }
    }

    private float loss(CrispMode mode, SparseAutoencoder sae, NDArray x, NDArray x0, NDArray counted) {
        try (CrispLosses losses = new CrispLosses(torch, mode, Drift.of(mode), 0);
                SuppressedLayer layer = losses.layer(sae.hook(), sae, new int[] {0})) {
            return losses.suppression(layer, x, losses.frozen(layer, x0), counted)
                    .loss()
                    .getFloat();
        }
    }

    @Test
    void driftIsMeasuredAsEachModeSays() {
        expectDrift(Drift.ALL_ENTRIES, .0630902, .324703, 1);
        expectDrift(Drift.SQUARED_NORM, .5047216, 2.597623, 8);
        expectDrift(Drift.VALID_ENTRIES, .1261804, .649406, 2);
        expectDrift(Drift.RELATIVE, .0672713, .346221, .346221 / .324703);
    }

    private void expectDrift(Drift drift, double value, double gradientSum, double scale) {
        float[] gradient = {.022077f, .041404f, .029398f, -.004856f, -.035435f, -.039197f, -.013296f, .022668f};
        NDArray old = edited;
        edited = old.duplicate();
        edited.setRequiresGradient(true);
        try (CrispLosses losses = new CrispLosses(torch, CrispMode.CODE, drift, 0)) {
            try (Tape tape = Tape.open()) {
                NDArray result = losses.drift(edited, frozen, valid);
                tape.backward(result);
                assertThat(result.getFloat()).isCloseTo((float) value, within(2e-6f));
            }
        }
        float[] got = Arrays.copyOfRange(edited.getGradient().toFloatArray(), 4, 12);
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).isCloseTo((float) (gradient[i] * scale), within(1e-5f));
        }
        double sum = 0;
        for (float entry : edited.getGradient().toFloatArray()) {
            sum += Math.abs(entry);
        }
        assertThat(sum).isCloseTo(gradientSum, within(2e-5));
    }
}
