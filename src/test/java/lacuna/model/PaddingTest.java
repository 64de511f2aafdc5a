package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Padding on either side changes nothing at valid positions. */
class PaddingTest {

    private static final long[] TEXT = {1, 17, 230, 41, 9, 77, 301, 5, 64, 128, 44, 19, 7};
    private static final int PADDING = 6;

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "gpt2", "gpt_neox"})
    void leftAndRightPaddingGiveTheNumbersOfTheBareText(String family) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LanguageModel model =
                        LanguageModel.openWithoutTokenizer(Path.of("src/test/resources/model", family), torch);
                Scope scope = Scope.open()) {
            float[] bare = model.forward(row(torch, TEXT), Pass.forLogits(), null)
                    .logits()
                    .toFloatArray();
            float[] left = padded(torch, model, PADDING, 0);
            float[] right = padded(torch, model, 0, PADDING);
            int vocabulary = model.config().vocabulary();
            double size = largestDifference(bare, 0, new float[bare.length], bare.length);
            // sums in another order: f32 rounding over the blocks
            assertThat(largestDifference(left, PADDING * vocabulary, bare, bare.length))
                    .isLessThan(1e-5 * size);
            assertThat(largestDifference(right, 0, bare, bare.length)).isLessThan(1e-5 * size);
            assertThat(left).doesNotContain(Float.NaN);
        }
    }

    /** Logits of the second row of a batch whose first row has no padding. */
    private static float[] padded(Torch torch, LanguageModel model, int before, int after) {
        int width = before + TEXT.length + after;
        long[] ids = new long[2 * width];
        long[] mask = new long[2 * width];
        Arrays.fill(ids, 0, width, 33);
        Arrays.fill(mask, 0, width, 1);
        System.arraycopy(TEXT, 0, ids, width + before, TEXT.length);
        Arrays.fill(mask, width + before, width + before + TEXT.length, 1);
        Shape shape = new Shape(2, width);
        NDArray logits = model.forward(
                        torch.manager().create(ids, shape), torch.manager().create(mask, shape), Pass.forLogits())
                .logits();
        return logits.get(1).toFloatArray();
    }

    private static NDArray row(Torch torch, long[] ids) {
        return torch.manager().create(ids, new Shape(1, ids.length));
    }

    private static double largestDifference(float[] a, int from, float[] b, int count) {
        double worst = 0;
        for (int i = 0; i < count; i++) {
            worst = Math.max(worst, Math.abs(a[from + i] - b[i]));
        }
        return worst;
    }
}
