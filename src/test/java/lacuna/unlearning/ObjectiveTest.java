package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import lacuna.run.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs and records of any method, and those written when CRISP was the only one. */
class ObjectiveTest {

    @TempDir
    private Path folder;

    @Test
    void aLogOfCrispsFirstDaysIsRead() throws Exception {
        Path log = folder.resolve("training.jsonl");
        Files.writeString(
                log,
                "{\"step\":1,\"unlearn\":0.9,\"retain\":0.0,\"coherence\":0.1,\"total\":0.01,\"gradientNorm\":0.4,"
                        + "\"seconds\":0.2,\"suppressedActivity\":1.6}\n");
        TrainingStep step = TrainingLog.read(log).get(0);
        assertThat(step.step()).isEqualTo(1);
        assertThat(step.losses().keySet()).containsExactly("unlearn", "retain", "coherence");
        assertThat(step.loss("coherence")).isEqualTo(.1);
        assertThat(step.suppressedActivity()).hasValue(1.6);
        assertThat(Json.line(step) + "\n").isEqualTo(Files.readString(log));
    }

    @Test
    void lossesOfAnotherMethodKeepTheirNamesAndOrder() throws Exception {
        StepLosses losses = new StepLosses(java.util.Map.of("forget", 3.5), 3.5, OptionalDouble.empty());
        String line = Json.line(TrainingStep.of(7, losses, .5, .1));
        assertThat(line).doesNotContain("suppressedActivity");
        TrainingStep read = Json.parse(line, new TypeReference<>() {}, "line");
        assertThat(read.losses()).containsEntry("forget", 3.5).hasSize(1);
        assertThat(read.suppressedActivity()).isEmpty();
        assertThat(read.loss("retain")).isNaN();
    }

    @Test
    void settingsWithoutAMethodAreCrisps() throws Exception {
        UnlearnConfig config = UnlearnPreset.all().get(0).config();
        String now = Json.line(config);
        assertThat(now).startsWith("{\"method\":\"crisp\",");
        String then = now.replace("\"method\":\"crisp\",", "");
        UnlearnConfig read = Json.parse(then, new TypeReference<>() {}, "settings");
        assertThat(read).isEqualTo(config).isInstanceOf(CrispConfig.class);
        assertThat(List.copyOf(read.lossWeights().keySet())).containsExactly("unlearn", "retain", "coherence");
    }
}
