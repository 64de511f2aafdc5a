package lacuna.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lacuna.features.MeanSquares;
import lacuna.model.HookPoint;
import org.junit.jupiter.api.Test;

class StrongFeaturesTest {

    // ratios: 2, 8, 10, 100, 4e12 (benign 0 counts as 1e-12), 0
    private static final MeanSquares LAYER = new MeanSquares(
            HookPoint.residPost(3), new double[] {8, 8, 5, 1, 4, 0}, new double[] {4, 1, .5, .01, 0, 2});

    private static List<Integer> chosen(double quantile, int count) {
        return StrongFeatures.select(LAYER, quantile, count).stream()
                .map(SelectedFeature::feature)
                .toList();
    }

    @Test
    void takesTheStrongestOfThoseWhoseRatioIsHigh() {
        // the 5th percentile of (0, 1, 4, 5, 8, 8) is .25: feature 5 is no candidate; the ratios' median is 10
        assertThat(chosen(.5, 9)).containsExactly(2, 4, 3);
        assertThat(chosen(.5, 2)).containsExactly(2, 4);
        // the quarter point of (2, 8, 10, 100, 4e12) is 8
        assertThat(chosen(.25, 9)).containsExactly(1, 2, 4, 3);
        assertThat(chosen(0, 2)).containsExactly(0, 1);
        assertThat(chosen(1, 9)).containsExactly(4);
    }

    @Test
    void quantilesAreLinearBetweenNeighbours() {
        assertThat(StrongFeatures.quantile(new double[] {4, 1, 2, 3}, .95)).isCloseTo(3.85, within(1e-12));
        assertThat(StrongFeatures.quantile(new double[] {7}, .95)).isEqualTo(7);
    }
}
