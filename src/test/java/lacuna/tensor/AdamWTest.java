package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
