package lacuna.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import lacuna.model.Precision;
import org.junit.jupiter.api.Test;

class TokenStreamTest {

    private static final List<int[]> DOCUMENTS = List.of(new int[] {1, 2, 3}, new int[] {4}, new int[] {5, 6});

    private static int[] take(long seed, int rows, int width) {
        TokenStream stream = new TokenStream(DOCUMENTS, seed);
        int[] all = new int[rows * width];
        for (int row = 0; row < rows; row++) {
            int[] one = new int[width];
            stream.fill(one);
            System.arraycopy(one, 0, all, row * width, width);
        }
        return all;
    }

    @Test
    void everyRoundShowsEveryTokenOnceInItsDocumentsOrder() {
        int[] tokens = take(7, 6, 4); // 24 tokens: four rounds of six
        for (int round = 0; round < 4; round++) {
            int[] one = Arrays.copyOfRange(tokens, 6 * round, 6 * round + 6);
            assertThat(one).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
            assertThat(one).containsSubsequence(1, 2, 3).containsSubsequence(5, 6);
        }
    }

    @Test
    void oneSeedGivesOneOrderWhateverTheRowsWidth() {
        assertThat(take(7, 6, 4)).containsExactly(take(7, 3, 8));
        assertThat(take(8, 30, 4)).isNotEqualTo(take(7, 30, 4));
    }

    @Test
    void theRateWarmsUpAndFallsToATenth() {
        PretrainConfig config = new PretrainConfig(
                null,
                300,
                2,
                16,
                2,
                2,
                32,
                16,
                4,
                100,
                10,
                1e-2,
                0.1,
                Precision.F32,
                1,
                50,
                List.of(new PretrainConfig.Source("texts", 1)));
        assertThat(config.rate(0)).isCloseTo(1e-3, within(1e-12));
        assertThat(config.rate(9)).isCloseTo(1e-2, within(1e-12));
        assertThat(config.rate(10)).isCloseTo(1e-2, within(1e-12));
        assertThat(config.rate(55)).isCloseTo(0.55e-2, within(1e-12));
        assertThat(config.rate(100)).isCloseTo(1e-3, within(1e-12));
    }
}
