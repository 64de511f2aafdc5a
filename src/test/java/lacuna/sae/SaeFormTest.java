package lacuna.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gates, normalisations and folds, against the formulas written out. */
class SaeFormTest {

    // d_in 2, d_sae 4
    private static final float[] ENCODER = {1, 0, 1, -1, 0, 1, 1, 2};
    private static final float[] DECODER = {1, 0, 0, 1, 3, 4, 0, -2};
    private static final float[] ENCODER_BIAS = {0.5f, 0, -1, 1};
    private static final float[] DECODER_BIAS = {1, 2};
    private static Torch torch;

    @BeforeAll
    static void start() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
    }

    @AfterAll
    static void stop() {
        torch.close();
    }

    private static SparseAutoencoder toy(Gate gate, EncoderInput input, InputNorm norm) {
        return SparseAutoencoder.of(
                torch,
                HookPoint.residPost(1),
                new SaeForm(gate, input, norm),
                new SaeWeights(2, 4, ENCODER, ENCODER_BIAS, DECODER, DECODER_BIAS, null));
    }

    private static SaeTensors tensors() {
        NDManager manager = torch.manager().newSubManager();
        return new SaeTensors(
                torch,
                manager,
                manager.create(ENCODER, new Shape(2, 4)),
                ENCODER_BIAS,
                manager.create(DECODER, new Shape(4, 2)),
                DECODER_BIAS);
    }

    private static NDArray row(float... values) {
        return torch.manager().create(values, new Shape(1, 1, values.length));
    }

    @Test
    void groupMaxKeepsTheLargestOfEachRun() {
        try (SparseAutoencoder sae = toy(new Gate.GroupMax(2), EncoderInput.RAW, InputNorm.NONE);
                Scope scope = Scope.open()) {
            // z = (3 + .5, 1, 4 - 1, -1 + 1) for x = (3, 1): runs (3.5, 1) and (3, 0)
            assertThat(sae.encode(row(3, 1)).toFloatArray()).containsExactly(3.5f, 0, 3, 0);
            // z = (-3.5, -1, -6, 4 - 2 + 1) for x = (-4, -1): the first run's largest is negative
            assertThat(sae.encode(row(-4, -1)).toFloatArray()).containsExactly(0, 0, 0, 3);
            assertThat(sae.encode(row(3, 1), new int[] {2, 1}).toFloatArray()).containsExactly(3, 0);
            assertThat(sae.gate().encodesSubsets()).isFalse();
        }
    }

    @Test
    void rowsAreBroughtToOneLengthAndBack() {
        try (SparseAutoencoder sae = toy(new Gate.Relu(), EncoderInput.MINUS_DECODER_BIAS, InputNorm.CONSTANT_NORM);
                Scope scope = Scope.open()) {
            NDArray x = row(3, 4);
            double s = Math.sqrt(2) / 5;
            double u0 = 3 * s - 1;
            double u1 = 4 * s - 2;
            double[] z = {u0 + 0.5, u1, u0 + u1 - 1, -u0 + 2 * u1 + 1};
            float[] found = sae.preActivations(x).toFloatArray();
            for (int i = 0; i < 4; i++) {
                assertThat(found[i]).isCloseTo((float) z[i], within(1e-6f));
            }
            double a0 = Math.max(0, z[0]);
            double a1 = Math.max(0, z[1]);
            double a2 = Math.max(0, z[2]);
            double a3 = Math.max(0, z[3]);
            float[] back = sae.decode(sae.encode(x), x).toFloatArray();
            assertThat(back[0]).isCloseTo((float) ((a0 + 3 * a2 + 1) / s), within(1e-5f));
            assertThat(back[1]).isCloseTo((float) ((a1 + 4 * a2 - 2 * a3 + 2) / s), within(1e-5f));
            assertThat(sae.encode(x, new int[] {0}).toFloatArray()[0]).isCloseTo((float) a0, within(1e-6f));
        }
    }

    @Test
    void rowsAreCentredWithTheSampleDeviation() {
        try (SparseAutoencoder sae = toy(new Gate.Relu(), EncoderInput.RAW, InputNorm.LAYER_NORM);
                Scope scope = Scope.open()) {
            NDArray x = row(1, 4);
            double deviation = Math.sqrt((1.5 * 1.5 + 1.5 * 1.5) / 1); // d - 1 = 1 below
            double u = 1.5 / (deviation + 1e-5);
            double[] a = {Math.max(0, -u + 0.5), u, 0, Math.max(0, 3 * u + 1)};
            float[] found = sae.encode(x).toFloatArray();
            for (int i = 0; i < 4; i++) {
                assertThat(found[i]).isCloseTo((float) a[i], within(1e-5f));
            }
            float[] back = sae.decode(sae.encode(x), x).toFloatArray();
            assertThat(back[0]).isCloseTo((float) ((a[0] + 1) * deviation + 2.5), within(1e-4f));
            assertThat(back[1]).isCloseTo((float) ((a[1] - 2 * a[3] + 2) * deviation + 2.5), within(1e-4f));
        }
    }

    @Test
    void aFactorOfTheInputIsFoldedIntoEveryMatrixAndTheDecoderBias() throws LacunaException {
        double s = 0.25;
        try (SparseAutoencoder plain = tensors().build(HookPoint.residPost(0), relu(), "toy");
                SparseAutoencoder folded = tensors().scaleInput(s).build(HookPoint.residPost(0), relu(), "toy");
                Scope scope = Scope.open()) {
            NDArray x = row(12, 20);
            NDArray scaled = row(3, 5);
            assertThat(folded.encode(x).toFloatArray())
                    .containsExactly(plain.encode(scaled).toFloatArray());
            float[] expected = plain.decode(plain.encode(scaled), scaled).toFloatArray();
            float[] found = folded.decode(folded.encode(x), x).toFloatArray();
            assertThat(found[0]).isCloseTo((float) (expected[0] / s), within(1e-4f));
            assertThat(found[1]).isCloseTo((float) (expected[1] / s), within(1e-4f));
        }
    }

    private static SaeForm relu() {
        return SaeForm.of(new Gate.Relu(), EncoderInput.MINUS_DECODER_BIAS);
    }

    @Test
    void unitDecoderValuesAreRawOnesTimesTheLengthAndReconstructionsStay() throws LacunaException {
        SaeForm form = SaeForm.of(new Gate.JumpRelu(), EncoderInput.RAW);
        float[] theta = {1, 1, 2.5f, 0.5f};
        try (SparseAutoencoder raw = tensors().threshold(theta).build(HookPoint.residPost(0), form, "toy");
                SparseAutoencoder unit =
                        tensors().threshold(theta).foldDecoderNorms().build(HookPoint.residPost(0), form, "toy");
                Scope scope = Scope.open()) {
            assertThat(raw.units()).isEqualTo(SaeUnits.RAW);
            assertThat(unit.units()).isEqualTo(SaeUnits.UNIT_DECODER);
            NDArray x = row(3, 1);
            // z = (3.5, 1, 3, 0); 1 is not above 1. Lengths of the decoder rows: 1, 1, 5, 2
            assertThat(raw.encode(x).toFloatArray()).containsExactly(3.5f, 0, 3, 0);
            assertThat(unit.encode(x).toFloatArray()).containsExactly(3.5f, 0, 15, 0);
            assertThat(raw.factorsTo(SaeUnits.UNIT_DECODER)).containsExactly(1, 1, 5, 2);
            assertThat(unit.factorsTo(SaeUnits.RAW)).containsExactly(1, 1, 1 / 5f, 1 / 2f);
            assertThat(raw.factorsTo(SaeUnits.RAW)).containsOnly(1);
            assertThat(unit.factorsTo(SaeUnits.UNIT_DECODER)).containsOnly(1);
            assertThat(unit.decode(unit.encode(x), x).toFloatArray())
                    .containsExactly(raw.decode(raw.encode(x), x).toFloatArray());
        }
    }

    @Test
    void aDecoderRowOfZerosSurvivesFolding() throws LacunaException {
        NDManager manager = torch.manager().newSubManager();
        SaeTensors tensors = new SaeTensors(
                torch,
                manager,
                manager.create(new float[] {1, 1}, new Shape(1, 2)),
                new float[2],
                manager.create(new float[] {2, 0}, new Shape(2, 1)),
                new float[1]);
        try (SparseAutoencoder sae = tensors.foldDecoderNorms().build(HookPoint.residPost(0), relu(), "toy");
                Scope scope = Scope.open()) {
            assertThat(sae.encode(row(3)).toFloatArray()).containsExactly(6, 3);
            assertThat(sae.decoderNorms()).containsExactly(1, 0);
        }
    }

    @Test
    void gatedFeaturesAreJumpReluFeatures() throws LacunaException {
        float[] r = {0, 0.5f, -1, 1};
        float[] gateBias = {-1, 0.5f, 0.25f, -2};
        float[] magnitudeBias = {0.5f, -1, 1, 0.25f};
        SaeForm form = SaeForm.of(new Gate.JumpRelu(), EncoderInput.MINUS_DECODER_BIAS);
        try (SparseAutoencoder sae =
                        tensors().foldGate(r, gateBias, magnitudeBias).build(HookPoint.residPost(0), form, "toy");
                Scope scope = Scope.open()) {
            for (float[] x : new float[][] {{3, 1}, {-2, 4}, {0.5f, 0.5f}, {1.5f, 2}, {1, 2}}) {
                float[] found = sae.encode(row(x)).toFloatArray();
                for (int i = 0; i < 4; i++) {
                    double y = (x[0] - 1) * ENCODER[i] + (x[1] - 2) * ENCODER[4 + i];
                    double magnitude = Math.max(0, Math.exp(r[i]) * y + magnitudeBias[i]);
                    double expected = y + gateBias[i] > 0 ? magnitude : 0;
                    assertThat(found[i])
                            .as("feature %d of (%s, %s)", i, x[0], x[1])
                            .isCloseTo((float) expected, within(1e-5f));
                }
            }
        }
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        SaeTensors tensors = tensors().scaleDecoderBias(Double.NaN);
        assertThatThrownBy(() -> tensors.build(HookPoint.residPost(0), relu(), "this file"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("this file holds NaN");
    }
}
