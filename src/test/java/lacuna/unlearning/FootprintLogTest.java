package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootprintLogTest {

    @TempDir
    private Path folder;

    @Test
    void aLineEveryHundredStepsAndAResumedRunGoesOn() throws Exception {
        Path file = folder.resolve("footprint.jsonl");
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            FootprintLog log = new FootprintLog(file, torch);
            log.begin(0);
            log.after(99);
            assertThat(file).doesNotExist();
            log.after(100);
            log.after(200);
            FootprintLog resumed = new FootprintLog(file, torch);
            resumed.begin(150);
            resumed.after(200);
            assertThat(FootprintLog.read(file))
                    .extracting(FootprintLog.Line::step)
                    .containsExactly(100, 200);
            assertThat(FootprintLog.read(file)).allSatisfy(line -> {
                assertThat(line.residentMib()).isPositive();
                assertThat(line.heapMib()).isPositive();
                assertThat(line.arrays()).isEqualTo(torch.liveArrays());
            });
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
