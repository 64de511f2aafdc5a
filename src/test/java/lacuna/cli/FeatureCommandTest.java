package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCommandTest {

    @TempDir
    Path folder;

    @Test
    void exportsAFeatureAndItsNumbersAreThoseOfTheList() throws Exception {
        String project = ToyProject.write(folder.resolve("toy")).toString();
        Path page = folder.resolve("page.html");

        CommandRun listed = CommandRun.of("analyze", project, "--csv", "--all");
        assertThat(listed.err()).doesNotContain("bug");
        assertThat(listed.exitCode()).isZero();
        List<String> lines = listed.out().strip().lines().toList();
        String id = lines.get(1).substring(0, lines.get(1).indexOf(','));
        CommandRun feature = CommandRun.of("feature", project, id, "--html", page.toString());
        CommandRun json = CommandRun.of("feature", project, id);

        assertThat(feature.exitCode()).as(feature.err()).isZero();
        assertThat(Files.readString(page)).contains(id).contains("Where this comes from");
        JsonNode line = Json.parseTree(json.out(), "feature").get("lacuna").get("line");
        String[] cells = lines.get(1).split(",", -1);
        assertThat(line.get("targetCount").asText()).isEqualTo(cells[6]);
        assertThat(line.get("targetRate").asDouble()).isEqualTo(Double.parseDouble(cells[8]));
        assertThat(line.get("ratio").asDouble()).isEqualTo(Double.parseDouble(cells[15]));
    }

    @Test
    void saysWhatIsWrongWithAName() throws Exception {
        String project = ToyProject.write(folder.resolve("toy")).toString();

        assertThat(CommandRun.of("feature", project, "317").err()).contains("resid_post.4/317");
        CommandRun beyond = CommandRun.of("feature", project, "1/99999999");
        assertThat(beyond.exitCode()).isEqualTo(2);
        assertThat(beyond.err()).contains("99999999").contains("counted from 0");
    }
}
