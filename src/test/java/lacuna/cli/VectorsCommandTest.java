package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lacuna.model.HookPoint;
import lacuna.project.Marks;
import lacuna.project.Project;
import lacuna.project.SaeIdentity;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFormats;
import lacuna.sae.format.SaeOptions;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsCommandTest {

    @TempDir
    Path folder;

    private Path toy;

    @BeforeEach
    void project() throws Exception {
        toy = ToyProject.write(folder.resolve("toy"));
    }

    @Test
    void writesWhatTheSaeHolds() throws Exception {
        Path file = folder.resolve("vectors.safetensors");
        CommandRun run = CommandRun.of(
                "vectors", toy.toString(), "2/40", "resid_post.1/7", "resid_post.2/3", "--out", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("3 features: ");

        Safetensors written = Safetensors.open(file);
        HookPoint hook = HookPoint.residPost(2);
        assertThat(written.longs("resid_post.2.feature")).containsExactly(3, 40);
        assertThat(written.longs("resid_post.1.feature")).containsExactly(7);
        int d = ToyProject.WIDTH;
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                SparseAutoencoder sae =
                        SaeFormats.read(toy.resolve("saes/resid_post.2"), hook, SaeOptions.NONE, torch)) {
            float[] decoder = sae.decoderWeight().toFloatArray(); // [d_sae, d_in]
            float[] encoder = sae.encoderWeight().toFloatArray(); // [d_in, d_sae]
            int features = sae.features();
            assertThat(Arrays.copyOfRange(written.floats("resid_post.2.decoder"), d, 2 * d))
                    .containsExactly(Arrays.copyOfRange(decoder, 40 * d, 41 * d));
            float[] column = new float[d];
            for (int i = 0; i < d; i++) {
                column[i] = encoder[i * features + 40];
            }
            assertThat(Arrays.copyOfRange(written.floats("resid_post.2.encoder"), d, 2 * d))
                    .containsExactly(column);
            assertThat(written.floats("resid_post.2.encoder_bias"))
                    .containsExactly(
                            sae.encoderBias().toFloatArray()[3],
                            sae.encoderBias().toFloatArray()[40]);
            assertThat(written.floats("resid_post.2.decoder_bias"))
                    .containsExactly(sae.decoderBias().toFloatArray());
            assertThat(written.floats("resid_post.2.threshold")).containsExactly(0, 0);
        }
        JsonNode named = Json.parseTree(written.metadata().get("resid_post.2"), "header");
        String sha = SaeIdentity.of(Project.open(toy)).get(1).sha256();
        assertThat(named.get("sha256").asText()).isEqualTo(sha);
        assertThat(named.get("ids").get(1).asText()).isEqualTo("resid_post.2/40@" + sha.substring(0, 12));
        assertThat(named.get("subtractsDecoderBias").asBoolean()).isTrue();
        assertThat(written.metadata()).containsEntry("project", "Toy").containsEntry("format", "pt");
    }

    @Test
    void withoutNamesThoseMarked() throws Exception {
        Path file = folder.resolve("vectors.safetensors");
        CommandRun none = CommandRun.of("vectors", toy.toString(), "--out", file.toString());
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("No feature is marked");
        assertThat(file).doesNotExist();

        new Marks(List.of(
                        new Marks.Mark("resid_post.1", 5, Marks.Verdict.SUPPRESS, "", ""),
                        new Marks.Mark("resid_post.1", 6, Marks.Verdict.KEEP, "", "")))
                .write(toy.resolve(Marks.FILE));
        CommandRun run = CommandRun.of("vectors", toy.toString(), "--out", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("1 feature: ");
        assertThat(Safetensors.open(file).longs("resid_post.1.feature")).containsExactly(5);
    }

    @Test
    void namesTheFeatureThatIsNotThereAndKeepsTheOlderFile() throws Exception {
        Path file = folder.resolve("vectors.safetensors");
        Files.writeString(file, "older");
        CommandRun run = CommandRun.of("vectors", toy.toString(), "1/48", "--out", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no feature 48 at resid_post.1").contains("48, counted from 0");
        assertThat(Files.readString(file)).isEqualTo("older");
    }
}
