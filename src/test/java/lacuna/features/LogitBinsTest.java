package lacuna.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogitBinsTest {

    @Test
    void countsEveryTokenOnceWithBothEndsInside() {
        float[] logits = {-2, -1.99f, 0, 0.5f, 1, 2.8f};

        LogitBins bins = LogitBins.of(logits);

        assertThat(bins.least()).isEqualTo(-2);
        assertThat(bins.edge(LogitBins.COUNT)).isEqualTo(bins.most()).isEqualTo(2.8f);
        assertThat(Arrays.stream(bins.counts()).sum()).isEqualTo(logits.length);
        assertThat(bins.counts()[0]).isEqualTo(2);
        assertThat(bins.counts()[LogitBins.COUNT - 1]).isEqualTo(1);
        for (float logit : logits) {
            int bin = Math.min(LogitBins.COUNT - 1, (int) ((logit + 2) / 4.8 * LogitBins.COUNT));
            assertThat(bins.counts()[bin]).isPositive();
            assertThat((double) logit).isBetween(bins.edge(bin) - 1e-6, bins.edge(bin + 1) + 1e-6);
        }
    }

    @Test
    void leavesOutWhatIsNoNumberAndHasNothingOfAllAlike() {
        assertThat(LogitBins.of(new float[] {1, Float.NaN, 2, Float.NEGATIVE_INFINITY})
                        .counts())
                .satisfies(counts -> assertThat(Arrays.stream(counts).sum()).isEqualTo(2));
        assertThat(LogitBins.of(new float[] {3, 3, 3}).isEmpty()).isTrue();
        assertThat(LogitBins.of(new float[0]).isEmpty()).isTrue();
    }
}
