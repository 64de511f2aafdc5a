package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamWTest {

    @Test
    void clipsBothSidesToTheGlobalNorm() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            NDArray w = torch.manager().create(new float[] {0, 0});
            w.setRequiresGradient(true);
            NDArray slope = torch.manager().create(new float[] {5, -5});
            try (AdamW adam = new AdamW(torch, List.of(w), new AdamW.Config(0, 0, 1, 0, false))) {
                try (Tape tape = Tape.open()) {
                    tape.backward(w.mul(slope).sum());
                }
                double norm = adam.step(1, 0.1);
                assertThat(norm).isCloseTo(Math.sqrt(50), within(1e-6));
            }
            // clipped gradient is +-0.0707; with no momentum and eps 1 the update is g / (|g| + 1)
            float update = (float) (0.1 / Math.sqrt(2) / (0.1 / Math.sqrt(2) + 1));
            assertThat(w.toFloatArray()[0]).isCloseTo(-update, within(1e-6f));
            assertThat(w.toFloatArray()[1]).isCloseTo(update, within(1e-6f));
            assertThat(w.getGradient().toFloatArray()).containsExactly(0, 0);
        }
    }

    /** Five steps of torch.optim.AdamW(lr 0.05, betas (0.9, 0.95), eps 1e-8, weight_decay 0.1), computed in Python. */
    @ParameterizedTest
    @CsvSource({"true, 0.82462037, -1.86536276, 0.53378290", "false, 0.81861770, -1.86518705, 0.53659195"})
    void stepsAsPyTorchDoesWithDecay(boolean amsgrad, float first, float second, float third) throws Exception {
        float[][] slopes = {
            {3, -1, 0.2f}, {0.1f, 0.5f, -4}, {0.05f, -0.2f, 0.1f}, {0.01f, 0.3f, 0.3f}, {0.2f, 0.1f, -0.05f}
        };
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            NDArray w = torch.manager().create(new float[] {1, -2, 0.5f});
            w.setRequiresGradient(true);
            try (AdamW adam = new AdamW(torch, List.of(w), new AdamW.Config(0.9, 0.95, 1e-8, 0.1, amsgrad))) {
                for (float[] slope : slopes) {
                    try (Scope scope = Scope.open();
                            Tape tape = Tape.open()) {
                        tape.backward(w.mul(torch.manager().create(slope)).sum());
                    }
                    adam.step(0.05, Double.POSITIVE_INFINITY);
                }
            }
            // f32 with another order of operations: a few units in the last place
            assertThat(w.toFloatArray()).containsExactly(new float[] {first, second, third}, within(2e-6f));
        }
    }

    @Test
    void aGradientThatIsNoNumberIsLeftOutAndForgotten() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            NDArray w = torch.manager().create(new float[] {1, 2});
            w.setRequiresGradient(true);
            try (AdamW adam = new AdamW(torch, List.of(w), AdamW.Config.CRISP)) {
                try (Tape tape = Tape.open()) {
                    tape.backward(w.mul(torch.manager().create(new float[] {Float.POSITIVE_INFINITY, 1}))
                            .sum());
                }
                assertThat(adam.step(1, 1)).isInfinite();
                assertThat(adam.steps()).isZero();
            }
            assertThat(w.toFloatArray()).containsExactly(1, 2);
            assertThat(w.getGradient().toFloatArray()).containsExactly(0, 0);
        }
    }
}
