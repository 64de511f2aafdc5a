package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;

/** Eight steps of the published CRISP code on a tiny Llama-layout model with TopK SAEs, repeated number by number. */
class CrispReplayTest {

    @Test
    void repeatsThePublishedCodeStepByStep() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            int before = torch.liveArrays();
            CrispReplay.Result result =
                    new CrispReplay(torch).run(Path.of("/work/shared/reference/crisp-topk"), Progress.NONE);
            System.err.println(result);
            assertThat(result.salientEqual()).isTrue();
            assertThat(result.maxRelStatistics()).isLessThan(1e-4);
            assertThat(result.maxRelLoss()).isPositive().isLessThan(1e-4);
            assertThat(result.maxRelGradient()).isPositive().isLessThan(1e-3);
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }
}
