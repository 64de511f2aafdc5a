package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import lacuna.model.HookPoint;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.InputNorm;
import lacuna.sae.SaeForm;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;

/**
 * Suppression through gates and normalisations that only some formats have. Expected numbers come from PyTorch 2.13 in Python by plain
 * operations, in the set-up of {@link CrispLossesTest}: 2 texts of 3 tokens, d_model 4, features 4, 1, 3 of six, lambda 0.7, code mode.
 */
class CrispGatesTest {

    private static final float[] THRESHOLDS = {.5f, 1.2f, .2f, .9f, 1.5f, .6f};

    @Test
    void groupMaxMatchesPython() throws Exception {
        expect(SaeForm.of(new Gate.GroupMax(2), EncoderInput.RAW), 2.2120094, 2.143574, new float[] {
            0, 0, 0, 0, .492964f, .521982f, .550411f, .578217f
        });
    }

    @Test
    void rowsOfOneLengthMatchPython() throws Exception {
        expect(
                new SaeForm(new Gate.JumpRelu(), EncoderInput.RAW, InputNorm.CONSTANT_NORM),
                1.63792,
                .868913,
                new float[] {0, 0, 0, 0, .495065f, .257343f, .074471f, .042034f});
    }

    private static void expect(SaeForm form, double loss, double gradientSum, float[] gradient) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                Scope scope = Scope.open();
                SparseAutoencoder sae = SparseAutoencoder.of(
                        torch,
                        HookPoint.residPost(1),
                        form,
                        new SaeWeights(
                                4,
                                6,
                                sines(24, 2.1, .5, 1),
                                sines(6, .4, -.9, .5),
                                new float[24],
                                new float[4],
                                THRESHOLDS));
                CrispLosses losses = new CrispLosses(torch, CrispMode.CODE, Drift.of(CrispMode.CODE), .7);
                SuppressedLayer layer = losses.layer(sae.hook(), sae, new int[] {4, 1, 3})) {
            float[] x = sines(24, .7, .3, 2);
            float[] difference = sines(24, .9, .1, .5);
            float[] before = new float[24];
            Arrays.setAll(new double[24], i -> before[i] = x[i] + difference[i]);
            NDArray edited = torch.manager().create(x, new Shape(2, 3, 4));
            edited.setRequiresGradient(true);
            NDArray valid = torch.manager().create(new float[] {0, 1, 1, 0, 1, 0}, new Shape(2, 3, 1));
            NDList frozen = losses.frozen(layer, torch.manager().create(before, new Shape(2, 3, 4)));
            try (Tape tape = Tape.open()) {
                NDArray result =
                        losses.suppression(layer, edited, frozen, valid).loss();
                tape.backward(result);
                assertThat(result.getFloat()).isCloseTo((float) loss, within(3e-6f));
            }
            float[] found = edited.getGradient().toFloatArray();
            assertThat(Arrays.copyOfRange(found, 4, 12)).containsExactly(gradient, within(3e-6f));
            double sum = 0;
            for (float entry : found) {
                sum += Math.abs(entry);
            }
            assertThat(sum).isCloseTo(gradientSum, within(2e-5));
        }
    }

    private static float[] sines(int count, double slope, double start, double scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (Math.sin(slope * i + start) * scale);
        }
        return values;
    }
}
