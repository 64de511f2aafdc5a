package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import lacuna.features.FeatureStatistics;
import lacuna.model.HookPoint;
import lacuna.project.LoadedProject;
import lacuna.project.Pipeline;
import lacuna.project.Project;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import lacuna.ui.features.FeatureKey;
import lacuna.ui.features.FeatureRow;
import lacuna.ui.features.FeatureTable;
import lacuna.ui.features.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window and the command line tell the same numbers of a feature. */
class ScreenNumbersTest {

    @TempDir
    Path folder;

    @Test
    void rowsOfTheTableEqualWhatAnalyzePrints() throws Exception {
        Path toy = ToyProject.write(folder.resolve("toy"));
        CommandRun run = CommandRun.of("analyze", toy.toString(), "--json", "--tau", "0");
        JsonNode features = Json.parseTree(run.out(), "analyze").get("features");
        FeatureTable table = table(toy);

        assertThat(features).isNotEmpty();
        for (JsonNode feature : features) {
            FeatureKey key = new FeatureKey(
                    HookPoint.parse(feature.get("layer").asText()),
                    feature.get("feature").asInt());
            FeatureRow row = table.row(table.lineOf(key));
            assertThat(row.target().rate()).isEqualTo(feature.get("targetRate").asDouble());
            assertThat(row.benign().rate()).isEqualTo(feature.get("benignRate").asDouble());
            assertThat(row.target().count())
                    .isEqualTo(feature.get("targetCount").asLong());
            assertThat(row.benign().count())
                    .isEqualTo(feature.get("benignCount").asLong());
            assertThat(row.target().mean())
                    .isEqualTo(feature.get("targetMeanWhenOn").asDouble());
            assertThat((float) row.target().max())
                    .isEqualTo((float) feature.get("targetMax").asDouble());
        }
    }

    private static FeatureTable table(Path toy) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LoadedProject loaded = LoadedProject.load(Project.open(toy), torch, Progress.NONE)) {
            FeatureStatistics statistics = new Pipeline(loaded).statistics(Progress.NONE);
            return FeatureTable.of(statistics, new Provenance("toy", Map.of(), "target", "benign"));
        }
    }
}
