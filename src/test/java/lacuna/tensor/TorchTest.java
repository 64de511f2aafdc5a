package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TorchTest {

    @Test
    void theDeviceIsNamedInWords() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            int before = torch.threads();
            try {
                torch.setThreads(1);
                assertThat(torch.deviceName()).isEqualTo("cpu (1 thread)");
                torch.setThreads(2);
                assertThat(torch.deviceName()).isEqualTo("cpu (2 threads)");
            } finally {
                torch.setThreads(before);
            }
        }
    }
}
