package lacuna.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.project.ToyProject;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFormats;
import lacuna.sae.format.SaeOptions;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameFeatureTest {

    @TempDir
    Path folder;

    @Test
    void findsTheFeatureInASaeOfTwiceTheWidth() throws Exception {
        Path toy = ToyProject.write(folder.resolve("toy"));
        Path wide = folder.resolve("wide");
        ToyProject.widerSae(toy.resolve("saes/resid_post.1"), wide, 1);
        HookPoint hook = HookPoint.residPost(1);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.open(toy.resolve("model"), torch);
                SparseAutoencoder sae =
                        SaeFormats.read(toy.resolve("saes/resid_post.1"), hook, SaeOptions.NONE, torch);
                SparseAutoencoder other = SaeFormats.read(wide, hook, SaeOptions.NONE, torch)) {
            List<int[]> passages = List.of(
                    model.tokenizer()
                            .encode("The red dragon breathed fire over the dark cave.")
                            .ids(),
                    model.tokenizer()
                            .encode("The little boat sailed home with bread.")
                            .ids());
            int feature = 11;
            List<SameFeature.Match> found = SameFeature.find(model, sae, feature, other, passages, 4, 3, Progress.NONE);

            assertThat(found).hasSize(4);
            SameFeature.Match first = found.get(0);
            assertThat(first.feature()).isEqualTo(ToyProject.FEATURES + feature);
            assertThat(first.cosine()).isCloseTo(1, within(1e-5));
            assertThat(first.correlation()).isCloseTo(1, within(1e-4)); // of f32 activations
            assertThat(first.likelier())
                    .extracting(LogitLens.TokenLogit::token)
                    .isEqualTo(LogitLens.of(model, sae, feature, 3).top().stream()
                            .map(LogitLens.TokenLogit::token)
                            .toList());
            assertThat(found.subList(1, 4)).allMatch(match -> match.cosine() < 0.9);
            assertThat(found.subList(1, 4)).noneMatch(match -> match.correlation() > 0.999);
        }
    }

    @Test
    void saysNothingOfTogetherWhereThereIsNothingToRead() throws Exception {
        Path toy = ToyProject.write(folder.resolve("toy"));
        HookPoint hook = HookPoint.residPost(1);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = LanguageModel.open(toy.resolve("model"), torch);
                SparseAutoencoder sae =
                        SaeFormats.read(toy.resolve("saes/resid_post.1"), hook, SaeOptions.NONE, torch)) {
            List<SameFeature.Match> found = SameFeature.find(model, sae, 0, sae, List.of(), 2, 1, Progress.NONE);
            assertThat(found).hasSize(2).allMatch(match -> Double.isNaN(match.correlation()));
        }
    }
}
