package lacuna.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SparseAutoencoderTest {

    // d_in 2, d_sae 3: features read x0, x1 and x0 + x1
    static final float[] ENCODER = {1, 0, 1, 0, 1, 1};
    static final float[] DECODER = {1, 0, 0, 1, 3, 4};
    private static Torch torch;

    @BeforeAll
    static void start() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
    }

    @AfterAll
    static void stop() {
        torch.close();
    }

    static SparseAutoencoder toy(Torch torch, Gate gate, EncoderInput input, float[] encoderBias, float... threshold) {
        return SparseAutoencoder.of(
                torch,
                HookPoint.residPost(1),
                gate,
                input,
                new SaeWeights(
                        2,
                        3,
                        ENCODER,
                        encoderBias,
                        DECODER,
                        new float[] {1, 2},
                        threshold.length == 0 ? null : threshold));
    }

    @Test
    void reluKeepsWhatIsAboveZero() {
        try (SparseAutoencoder sae =
                        toy(torch, new Gate.Relu(), EncoderInput.MINUS_DECODER_BIAS, new float[] {0, 0, 1});
                Scope scope = Scope.open()) {
            NDArray x = torch.manager().create(new float[] {3, 1}).reshape(1, 1, 2);
            // u = (2, -1), z = (2, -1, 2)
            assertThat(sae.preActivations(x).toFloatArray()).containsExactly(2, -1, 2);
            NDArray a = sae.encode(x);
            assertThat(a.getShape().getShape()).containsExactly(1, 1, 3);
            assertThat(a.toFloatArray()).containsExactly(2, 0, 2);
            assertThat(sae.decode(a, x).toFloatArray()).containsExactly(2 + 6 + 1, 0 + 8 + 2);
        }
    }

    @Test
    void jumpReluComparesStrictlyAndDoesNotSubtractTheBias() {
        try (SparseAutoencoder sae = toy(torch, new Gate.JumpRelu(), EncoderInput.RAW, new float[3], 3, 0.5f, -7);
                Scope scope = Scope.open()) {
            assertThat(sae.threshold().toFloatArray()).containsExactly(3, 0.5f, 0);
            NDArray x = torch.manager().create(new float[] {3, 1, 3.5f, -4}).reshape(2, 2);
            assertThat(sae.encode(x).toFloatArray()).containsExactly(0, 1, 4, 3.5f, 0, 0);
        }
    }

    @Test
    void topKKeepsTheLargestAndOnlyPositiveOnes() {
        try (SparseAutoencoder sae = toy(torch, new Gate.TopK(2), EncoderInput.RAW, new float[3]);
                Scope scope = Scope.open()) {
            NDArray x = torch.manager().create(new float[] {3, 1, 2, -3}).reshape(2, 2);
            assertThat(sae.encode(x).toFloatArray()).containsExactly(3, 0, 4, 2, 0, 0);
            assertThat(sae.gate().encodesSubsets()).isFalse();
        }
    }

    @Test
    void someFeaturesAreEncodedAsAmongAll() {
        for (Gate gate : new Gate[] {new Gate.Relu(), new Gate.JumpRelu(), new Gate.TopK(1)}) {
            try (SparseAutoencoder sae =
                            toy(torch, gate, EncoderInput.MINUS_DECODER_BIAS, new float[] {.5f, .25f, 0}, 1, 1, 1);
                    Scope scope = Scope.open()) {
                NDArray x = torch.manager().create(new float[] {3, 5, 2, 1}).reshape(2, 2);
                float[] all = sae.encode(x).toFloatArray();
                assertThat(sae.encode(x, new int[] {2, 0}).toFloatArray())
                        .containsExactly(all[2], all[0], all[5], all[3]);
            }
        }
    }

    @Test
    void entriesAreTheActivationsOfTheRowsAskedFor() {
        try (SparseAutoencoder sae = toy(torch, new Gate.Relu(), EncoderInput.RAW, new float[3]);
                Scope scope = Scope.open()) {
            NDArray x = torch.manager()
                    .create(new float[] {9, 9, 3, 1, 2, -3, -1, 5})
                    .reshape(2, 2, 2);
            SparseEntries entries = sae.entries(x, torch.manager().create(new long[] {1, 3}));
            assertThat(entries.rows()).containsExactly(0, 0, 0, 1, 1);
            assertThat(entries.features()).containsExactly(0, 1, 2, 1, 2);
            assertThat(entries.values()).containsExactly(3, 1, 4, 5, 4);
            SparseEntries none = sae.entries(x.neg().sub(10), torch.manager().create(new long[] {0}));
            assertThat(none.size()).isZero();
        }
    }

    @Test
    void totalsAreSumsOverTheRowsAskedFor() {
        for (Gate gate : new Gate[] {new Gate.Relu(), new Gate.JumpRelu(), new Gate.TopK(1)}) {
            try (SparseAutoencoder sae = toy(torch, gate, EncoderInput.RAW, new float[3], 2.5f, 1, 1);
                    Scope scope = Scope.open()) {
                NDArray x = torch.manager()
                        .create(new float[] {9, 9, 3, 1, 2, -3, -1, 5})
                        .reshape(2, 2, 2);
                float[] rows = sae.encode(x).toFloatArray();
                var totals = sae.totals(x, torch.manager().create(new long[] {1, 2, 3}));
                for (int feature = 0; feature < 3; feature++) {
                    float[] of = {rows[3 + feature], rows[6 + feature], rows[9 + feature]};
                    assertThat(totals.sum()[feature]).isEqualTo(of[0] + of[1] + of[2]);
                    assertThat(totals.count()[feature])
                            .isEqualTo(
                                    IntStream.range(0, 3).filter(i -> of[i] > 0).count());
                }
                assertThat(totals.count()).isNotEqualTo(new long[3]);
            }
        }
    }

    @Test
    void gradientsReachTheInputThroughFeaturesThatAreOn() {
        try (SparseAutoencoder sae = toy(torch, new Gate.JumpRelu(), EncoderInput.RAW, new float[3], 0, 2, 0);
                Scope scope = Scope.open()) {
            NDArray x = torch.manager().create(new float[] {3, 1}).reshape(1, 2);
            x.setRequiresGradient(true);
            try (Tape tape = Tape.open()) {
                tape.backward(sae.encode(x).sum());
            }
            assertThat(x.getGradient().toFloatArray())
                    .containsExactly(2, 1); // features 0 and 2; feature 1 is below its threshold
        }
    }

    @Test
    void leavesNothingBehind() {
        int before = torch.liveArrays();
        try (SparseAutoencoder sae = toy(torch, new Gate.Relu(), EncoderInput.RAW, new float[3])) {
            for (int i = 0; i < 3; i++) {
                try (Scope scope = Scope.open()) {
                    NDArray x = torch.manager().create(new float[] {3, 1}).reshape(1, 2);
                    sae.decode(sae.encode(x), x);
                    sae.encode(x, new int[] {1});
                    sae.entries(x, torch.manager().create(new long[] {0}));
                    sae.decoderNorms();
                }
            }
            assertThat(sae.decoderNorms()[2]).isCloseTo(5, within(1e-6f));
        }
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void aWrongWidthIsASentence() {
        try (SparseAutoencoder sae = toy(torch, new Gate.Relu(), EncoderInput.RAW, new float[3])) {
            assertThatThrownBy(() -> sae.requireWidth(64))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("resid_post.1")
                    .hasMessageContaining("64");
        }
    }
}
