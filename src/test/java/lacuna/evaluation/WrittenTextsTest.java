package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.run.Progress;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;

/** What the frozen model says of texts that another wrote. */
class WrittenTextsTest {

    /** exp(6.5083...): the sums of MultipleChoiceTest's reference, three and eight tokens. */
    @Test
    void perplexityOfContinuationsIsOverTheirTokensAlone() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = Toys.stories(torch)) {
            String prompt = "Question: Lily had a red ball. What did Lily have?\nAnswer:";
            List<GeneratedText> texts = List.of(
                    new GeneratedText(prompt, "target", " a ball", 3),
                    new GeneratedText(prompt, "target", "", 0),
                    new GeneratedText(prompt, "target", " a big dog and a cat", 8));
            assertThat(ContinuationScores.perplexityUnderFrozen(model, texts, Progress.NONE))
                    .isEqualTo(Math.exp((8.6426967 + 19.2965583) / 11), within(1e-2));
        }
    }

    /** Feature 0 has a bias that makes it fire everywhere, feature 1 one that keeps it silent. */
    @Test
    void salientRateCountsContinuationTokensAtWhichAnyChosenFeatureFires() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model = Toys.stories(torch)) {
            int width = model.config().width();
            SaeWeights weights = new SaeWeights(
                    width,
                    2,
                    new float[2 * width],
                    new float[] {1, -1},
                    new float[2 * width],
                    new float[width],
                    new float[] {.5f, .5f});
            try (SparseAutoencoder sae = SparseAutoencoder.of(
                    torch, HookPoint.residPost(1), new Gate.JumpRelu(), EncoderInput.RAW, weights)) {
                List<GeneratedText> texts = List.of(new GeneratedText("Once upon", "target", " a time", 3));
                assertThat(rate(model, texts, sae, 0, 1)).isEqualTo(1);
                assertThat(rate(model, texts, sae, 1)).isZero();
            }
        }
    }

    private static double rate(LanguageModel model, List<GeneratedText> texts, SparseAutoencoder sae, int... features)
            throws Exception {
        return SalientRate.of(model, texts, List.of(ChosenFeatures.of(sae, features)), Progress.NONE);
    }
}
