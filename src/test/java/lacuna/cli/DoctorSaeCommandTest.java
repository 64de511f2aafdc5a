package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import lacuna.tensor.SyntheticFiles;
import lacuna.tensor.SyntheticFiles.Array;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorSaeCommandTest {

    @TempDir
    Path folder;

    private CommandRun run(Path project, Path sae, String... more) throws Exception {
        String[] arguments = new String[5 + more.length];
        arguments[0] = "doctor";
        arguments[1] = "sae";
        arguments[2] = project.resolve("model").toString();
        arguments[3] = sae.toString();
        arguments[4] = project.resolve("corpora/stories.jsonl").toString();
        System.arraycopy(more, 0, arguments, 5, more.length);
        return CommandRun.of(arguments);
    }

    @Test
    void anSaeIsMeasuredAtItsPlaceAndBesideIt() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        CommandRun run = run(project, project.resolve("saes/resid_post.1"));
        assertThat(run.exitCode()).isZero();
        JsonNode check = Json.parseTree(run.out(), "standard output");
        assertThat(check.path("hook").asText()).isEqualTo("resid_post.1");
        assertThat(check.path("varianceExplainedAt").size()).isEqualTo(3);
        assertThat(check.path("verdict").path("level").asText())
                .as("random weights")
                .isEqualTo("RED");
        assertThat(check.path("tokens").asLong()).isEqualTo(ToyProject.tokens(project, "stories.jsonl"));
        assertThat(run.err()).contains("Verdict").contains("from the hook name");
    }

    @Test
    void whereNoFileSaysThePlaceItIsAskedFor() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        int width = ToyProject.WIDTH;
        Path sae = folder.resolve("sae-l2.pt");
        SyntheticFiles.pt(
                sae,
                java.util.Map.of(
                        "encoder.weight", Array.of(new float[8 * width], 8, width),
                        "encoder.bias", Array.of(new float[8], 8),
                        "decoder.weight", Array.of(new float[8 * width], width, 8),
                        "decoder.bias", Array.of(new float[width], width)));
        CommandRun asked = run(project, sae);
        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.err()).contains("only block 2").contains("--hook resid_post.2");
        assertThat(run(project, sae, "--hook", "resid_post.2").exitCode()).isZero();
        assertThat(run(project, sae, "--hook", "resid_post.2", "--variant", "x").err())
                .contains("no variant 'x'");
    }
}
