package lacuna.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lacuna.features.ActivationBins;
import lacuna.features.LayerStatistics;
import lacuna.model.HookPoint;
import org.junit.jupiter.api.Test;

class RareFeaturesTest {

    /** Six features over 1,000 target and 2,000 benign tokens. */
    private static final LayerStatistics LAYER = layer(
            new long[] {300, 120, 120, 500, 0, 80}, // on in target text
            new long[] {20, 3, 19, 40, 0, 0}); // on in benign text: .01, .0015, .0095, .02, 0, 0

    private static LayerStatistics layer(long[] target, long[] benign) {
        int n = target.length;
        return new LayerStatistics(
                HookPoint.residPost(3),
                n,
                1000,
                2000,
                target,
                benign,
                new double[n],
                new double[n],
                new float[n],
                new float[n],
                new int[n][ActivationBins.COUNT],
                new int[n][ActivationBins.COUNT]);
    }

    private static List<Integer> chosen(double benignRate, int count) {
        return RareFeatures.select(LAYER, benignRate, count).stream()
                .map(SelectedFeature::feature)
                .toList();
    }

    @Test
    void passesOverWhatIsOnInBenignTextAndTakesTheMostFrequentOfTheRest() {
        // 3 and 0 are on at 2 % and at exactly 1 % of benign tokens; 4 is never on in target text; 1 and 2 are equal
        assertThat(chosen(.01, 10)).containsExactly(1, 2, 5);
        assertThat(chosen(.01, 2)).containsExactly(1, 2);
        assertThat(chosen(.001, 10)).containsExactly(5);
        assertThat(chosen(.05, 2)).containsExactly(3, 0);
    }

    @Test
    void saysWhy() {
        SelectedFeature first = RareFeatures.select(LAYER, .01, 1).get(0);
        assertThat(first.layer()).isEqualTo("resid_post.3");
        assertThat(first.score()).isEqualTo(120);
        assertThat(first.reason())
                .isEqualTo("on at 12.00 % of target tokens, and at fewer than 1.00 % of benign tokens (0.150 %)");
    }
}
