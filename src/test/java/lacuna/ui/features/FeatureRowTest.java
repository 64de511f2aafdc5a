package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lacuna.features.ActivationBins;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerStatistics;
import lacuna.features.ToyLayer;
import lacuna.model.HookPoint;
import org.junit.jupiter.api.Test;

class FeatureRowTest {

    private static final HookPoint HOOK = HookPoint.residPost(4);

    /** Three features; the benign corpus is twice as long as the target corpus. */
    private static LayerStatistics layer() {
        int[][] target = new int[3][ActivationBins.COUNT];
        int[][] benign = new int[3][ActivationBins.COUNT];
        target[0][ActivationBins.of(1.5f)] = 80;
        benign[0][ActivationBins.of(3f)] = 20;
        return new LayerStatistics(
                HOOK,
                3,
                1000,
                2000,
                new long[] {80, 60, 0},
                new long[] {20, 0, 50},
                new double[] {120, 70, 0},
                new double[] {60, 0, 20},
                new float[] {1.9f, 2, 0},
                new float[] {3.2f, 0, 1},
                target,
                benign);
    }

    private static FeatureTable table() {
        return FeatureTable.of(
                new FeatureStatistics(
                        List.of(layer()), List.of(ToyLayer.nothing(3)), 1000, 2000, FeatureStatistics.RAW),
                new Provenance("toy", java.util.Map.of(), "t", "b"));
    }

    @Test
    void comparesRatesAndNotCounts() {
        FeatureRow row = FeatureRow.of(layer(), 0);
        assertThat(row.target().rate()).isEqualTo(0.08);
        assertThat(row.benign().rate()).isEqualTo(0.01);
        assertThat(row.rateDifference()).isCloseTo(0.07, within(1e-12));
        assertThat(row.ratio()).as("120 / (60 / 2 + 1)").isCloseTo(120 / 31.0, within(1e-12));
        assertThat(row.target().mean()).isEqualTo(1.5);
        assertThat(row.score()).isEqualTo(row.rateDifference());
    }

    @Test
    void hasAFiniteRatioAndIntervalWhereTheBenignCountIsZero() {
        RateRatio ratio = FeatureRow.of(layer(), 1).rateRatio();
        assertThat(ratio.value()).isFinite().isGreaterThan(100);
        assertThat(ratio.interval().low()).isBetween(1.0, ratio.value());
        assertThat(ratio.interval().high()).isFinite().isGreaterThan(ratio.value());
    }

    @Test
    void scoresNothingWhereCrispWouldNotTake() {
        assertThat(FeatureRow.of(layer(), 2).score()).isZero();
    }

    @Test
    void showsHistogramsAsTokensPerThousandOnOneSetOfBins() {
        FeatureEvidence evidence = table().evidence(new FeatureKey(HOOK, 0));
        assertThat(evidence.edges()).startsWith(1, 2, 4);
        assertThat(evidence.targetBins()).startsWith(80, 0);
        assertThat(evidence.benignBins()).startsWith(0, 10);
        assertThat(evidence.edges()).hasSize(evidence.targetBins().length + 1);
    }

    @Test
    void numbersKeepTheirDecimals() {
        assertThat(Numbers.percent(0.0012)).isEqualTo(String.format("%.2f", 0.12));
        assertThat(Numbers.points(-0.015)).startsWith("\u2212");
        assertThat(Numbers.score(0)).isEqualTo("\u2013");
        assertThat(Numbers.ratioShort(1240)).isEqualTo(String.format("%,d", 1240));
    }
}
