package lacuna.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.Pass;
import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.ToyProject;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextProbeTest {

    @TempDir
    Path folder;

    @Test
    void tellsWhatEncodingTheResidualStreamGives() throws Exception {
        Path toy = ToyProject.write(folder);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LoadedProject loaded = LoadedProject.load(Project.read(toy), torch, Progress.NONE)) {
            LanguageModel model = loaded.model();
            List<SparseAutoencoder> saes = loaded.saes(CrispMode.ALIGNED);
            TextActivations read = TextProbe.run(model, saes, "The red dragon slept.", Progress.NONE);
            assertThat(read.contentStart()).isEqualTo(1);
            assertThat(read.tokenIds()[0]).isEqualTo(model.tokenizer().bosId());
            TokenBatch batch = new TokenBatch(new int[] {0}, new int[][] {read.tokenIds()}, new int[] {read.length()});
            for (SparseAutoencoder sae : saes) {
                HookPoint hook = sae.hook();
                try (Scope scope = Scope.open()) {
                    float[] expected = sae.encode(model.forward(batch, Pass.residuals(List.of(hook)))
                                    .residual(hook))
                            .toFloatArray(); // [pos, features]
                    for (int feature = 0; feature < sae.features(); feature++) {
                        float[] along = read.along(hook, feature);
                        for (int i = 0; i < along.length; i++) {
                            assertThat(along[i]).isCloseTo(expected[i * sae.features() + feature], within(1e-4f));
                        }
                    }
                }
            }
            assertThatThrownBy(() -> TextProbe.run(model, saes, "", Progress.NONE))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("no text");
        }
    }

    /** A text longer than the context is read in pieces; within the first piece nothing changes. */
    @Test
    void readsTextsOfAnyLength() throws Exception {
        Path toy = ToyProject.write(folder);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LoadedProject loaded = LoadedProject.load(Project.read(toy), torch, Progress.NONE)) {
            LanguageModel model = loaded.model();
            List<SparseAutoencoder> saes = loaded.saes(CrispMode.ALIGNED);
            String sentence = "The little boat sailed home with bread and fish. ";
            TextActivations once = TextProbe.run(model, saes, sentence, Progress.NONE);
            TextActivations often = TextProbe.run(model, saes, sentence.repeat(200), Progress.NONE);
            assertThat(often.length()).isGreaterThan(2 * model.config().contextLength());
            HookPoint hook = saes.get(0).hook();
            int on = 0;
            int whole = once.length() - 3; // the last tokens may be cut otherwise where the text goes on
            for (int feature = 0; feature < 8; feature++) {
                float[] some = once.along(hook, feature);
                float[] all = often.along(hook, feature);
                for (int i = 0; i < whole; i++) {
                    assertThat(all[i]).isCloseTo(some[i], within(1e-3f));
                    on += some[i] > 0 ? 1 : 0;
                }
            }
            assertThat(on).as("places compared at which something is on").isPositive();
            assertThat(often.on()).hasSize(often.length()).allMatch(here -> !here.isEmpty());
        }
    }
}
