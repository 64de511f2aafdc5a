package lacuna.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import lacuna.features.LogitLens.TokenLogit;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.project.ToyProject;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFiles;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogitLensTest {

    private static final int FEATURE = 5;

    @TempDir
    Path folder;

    @Test
    void ordersTokensByTheDirectionThroughNormGainAndHead() throws Exception {
        Path toy = ToyProject.write(folder);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.open(toy.resolve("model"), torch);
                SparseAutoencoder sae =
                        SaeFiles.read(toy.resolve("saes/resid_post.1"), HookPoint.residPost(1), torch)) {
            LogitLens lens = LogitLens.of(model, sae, FEATURE, 4);

            float[] head = model.weights().head().toFloatArray();
            float[] gain = model.weights().finalNorm().get(0).toFloatArray();
            float[] decoder = sae.decoderWeight().toFloatArray();
            int best = 0;
            int worst = 0;
            int vocabulary = model.config().vocabulary();
            double[] logits = new double[vocabulary];
            for (int token = 0; token < vocabulary; token++) {
                for (int i = 0; i < ToyProject.WIDTH; i++) {
                    logits[token] += (double) head[token * ToyProject.WIDTH + i]
                            * gain[i]
                            * decoder[FEATURE * ToyProject.WIDTH + i];
                }
                best = logits[token] > logits[best] ? token : best;
                worst = logits[token] < logits[worst] ? token : worst;
            }
            assertThat(lens.top()).hasSize(4);
            assertThat(lens.top().get(0).token()).isEqualTo(best);
            // sums of 64 products in f32
            assertThat(lens.top().get(0).logit()).isCloseTo(logits[best], within(1e-4));
            assertThat(lens.bottom().get(0).token()).isEqualTo(worst);
            assertThat(lens.bottom())
                    .extracting(TokenLogit::logit)
                    .isSortedAccordingTo(Double::compare)
                    .hasSize(4);
            assertThat(Arrays.stream(lens.bins().counts()).sum()).isEqualTo(vocabulary);
            assertThat(lens.bins().most()).isEqualTo(lens.top().get(0).logit());
            assertThat(lens.bins().least()).isEqualTo(lens.bottom().get(0).logit());
            assertThat(lens.top()).extracting(TokenLogit::logit).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        }
    }

    @Test
    void leavesNoArrayBehind() throws Exception {
        Path toy = ToyProject.write(folder);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.open(toy.resolve("model"), torch);
                SparseAutoencoder sae =
                        SaeFiles.read(toy.resolve("saes/resid_post.1"), HookPoint.residPost(1), torch)) {
            LogitLens.of(model, sae, 1, 4);
            int before = torch.liveArrays();
            LogitLens.of(model, sae, 2, 4);

            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }
}
