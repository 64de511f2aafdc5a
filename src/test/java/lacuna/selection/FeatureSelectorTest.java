package lacuna.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import lacuna.features.ActivationBins;
import lacuna.features.LayerStatistics;
import lacuna.model.HookPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureSelectorTest {

    /** Five features (n_T, n_R, A_T, A_R) whose order was worked out by hand. */
    private static LayerStatistics five(long targetTokens, long benignTokens, int benignFactor) {
        long[] benignCount = {90, 10, 5, 0, 50};
        double[] benignSum = {50, 40, 9, 0, 20};
        return layer(
                targetTokens,
                benignTokens,
                new long[] {100, 80, 60, 30, 0},
                Arrays.stream(benignCount).map(n -> n * benignFactor).toArray(),
                new double[] {300, 90, 70, 40, 0},
                Arrays.stream(benignSum).map(a -> a * benignFactor).toArray());
    }

    private static LayerStatistics layer(
            long targetTokens, long benignTokens, long[] nT, long[] nR, double[] aT, double[] aR) {
        int n = nT.length;
        return new LayerStatistics(
                HookPoint.residPost(3),
                n,
                targetTokens,
                benignTokens,
                nT,
                nR,
                aT,
                aR,
                new float[n],
                new float[n],
                new int[n][ActivationBins.COUNT],
                new int[n][ActivationBins.COUNT]);
    }

    private static int[] chosen(LayerStatistics layer, CrispMode mode, int k) {
        return FeatureSelector.select(layer, SelectionConfig.of(mode, k)).stream()
                .mapToInt(SelectedFeature::feature)
                .toArray();
    }

    private static int[] numbers(String text) {
        return text == null
                ? new int[0]
                : Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "PAPER, 1, ", "PAPER, 2, 2", "PAPER, 3, 2 3",
        "CODE, 1, 2", "CODE, 2, 2 3", "CODE, 3, 2 3 0",
        "ALIGNED, 1, 2", "ALIGNED, 2, 2 3", "ALIGNED, 3, 2 3 0"
    })
    void ranksTheFixture(CrispMode mode, int k, String expected) {
        assertThat(chosen(five(1000, 1000, 1), mode, k)).containsExactly(numbers(expected));
    }

    @Test
    void alignedModeIsBlindToTheLengthOfTheBenignCorpus() {
        LayerStatistics twice = five(1000, 2000, 2);
        assertThat(chosen(twice, CrispMode.ALIGNED, 3)).containsExactly(2, 3, 0);
        assertThat(chosen(twice, CrispMode.CODE, 3)).containsExactly(2, 3); // feature 0 sinks below tau: 300 / 101
        assertThat(FeatureSelector.select(twice, SelectionConfig.of(CrispMode.ALIGNED, 1))
                        .get(0)
                        .score())
                .isEqualTo(55);
    }

    @Test
    void onlyTenTimesKCandidatesAreLookedAt() {
        long[] nT = new long[12];
        double[] aT = new double[12];
        double[] aR = new double[12];
        for (int f = 0; f < 12; f++) {
            nT[f] = 100 - f;
            aT[f] = 10;
            aR[f] = f == 10 ? 0 : 100; // only the eleventh in rank is specific
        }
        LayerStatistics layer = layer(1000, 1000, nT, new long[12], aT, aR);
        assertThat(chosen(layer, CrispMode.CODE, 1)).isEmpty();
        assertThat(chosen(layer, CrispMode.CODE, 2)).containsExactly(10);
    }

    @Test
    void tiesGoByIndexAndSilentFeaturesAreNoCandidates() {
        LayerStatistics layer =
                layer(1000, 1000, new long[] {0, 5, 5, 5}, new long[4], new double[] {0, 9, 9, 9}, new double[4]);
        assertThat(chosen(layer, CrispMode.CODE, 2)).containsExactly(1, 2);
        assertThat(FeatureSelector.select(layer, new SelectionConfig(CrispMode.CODE, 4, 0, 1)))
                .hasSize(3);
    }

    @Test
    void saysWhy() {
        assertThat(FeatureSelector.select(five(1000, 1000, 1), SelectionConfig.of(CrispMode.CODE, 1))
                        .get(0)
                        .reason())
                .contains("6.00 % of target")
                .contains("0.50 % of benign")
                .contains("7.0 times");
    }
}
