package lacuna.sae;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalDouble;
import lacuna.sae.SaeVerdict.Level;
import org.junit.jupiter.api.Test;

class SaeVerdictTest {

    private static SaeReport report(double l0, double here, double next, double dead, long tokens) {
        return new SaeReport(
                "resid_post.3",
                1000,
                tokens,
                l0,
                here,
                Map.of("resid_post.3", here, "resid_post.4", next),
                dead,
                0.01,
                0);
    }

    private static SaeVerdict verdict(double l0, double here, double next, double published) {
        return SaeVerdict.of(report(l0, here, next, 0.1, 4000), OptionalDouble.of(published));
    }

    @Test
    void aGoodFitIsGreen() {
        assertThat(verdict(60, 0.9, 0.7, 71).level()).isEqualTo(Level.GREEN);
        assertThat(verdict(36, 0.9, 0.91, 71).level()).isEqualTo(Level.GREEN); // neighbours resemble each other
    }

    @Test
    void aBetterNeighbourIsRed() {
        SaeVerdict verdict = verdict(60, 0.7, 0.9, 71);
        assertThat(verdict.level()).isEqualTo(Level.RED);
        assertThat(verdict(60, -3, 0.9, 71).sentence()).contains("than resid_post.3 (< 0 %)");
        assertThat(verdict.sentence()).contains("Fits resid_post.4 better (90.0 % of the variance) than resid_post.3");
    }

    @Test
    void theL0IsHeldAgainstThePublishedOne() {
        assertThat(verdict(160, 0.9, 0.5, 71).level()).isEqualTo(Level.AMBER);
        assertThat(verdict(30, 0.9, 0.5, 71).level()).isEqualTo(Level.AMBER);
        assertThat(verdict(840, 0.9, 0.5, 71).sentence()).contains("840.0 features are on at a token where 71");
        assertThat(verdict(840, 0.9, 0.5, 71).level()).isEqualTo(Level.RED);
        assertThat(verdict(7, 0.9, 0.5, 71).level()).isEqualTo(Level.RED);
    }

    @Test
    void explainingLittleIsSaidWithoutAbsurdNumbers() {
        assertThat(verdict(60, 0.7, 0.5, 71).level()).isEqualTo(Level.AMBER);
        assertThat(verdict(60, 0.3, 0.2, 71).level()).isEqualTo(Level.RED);
        SaeVerdict wrong = verdict(60, -12.5, -14, 71);
        assertThat(wrong.level()).isEqualTo(Level.RED);
        assertThat(wrong.sentence()).contains("worse than one constant vector").doesNotContain("1250");
    }

    @Test
    void deadFeaturesCountOnlyOnEnoughText() {
        OptionalDouble unknown = OptionalDouble.empty();
        assertThat(SaeVerdict.of(report(60, 0.9, 0.5, 0.4, 4000), unknown).level())
                .isEqualTo(Level.AMBER);
        assertThat(SaeVerdict.of(report(60, 0.9, 0.5, 0.4, 100), unknown).level())
                .isEqualTo(Level.GREEN);
    }

    /** As when a model that computes in half precision overflows. */
    @Test
    void whatIsNoNumberIsRed() {
        SaeVerdict verdict = SaeVerdict.of(report(0, Double.NaN, Double.NaN, 1, 4000), OptionalDouble.empty());
        assertThat(verdict.level()).isEqualTo(Level.RED);
        assertThat(verdict.sentence()).contains("not finite").contains("--dtype");
        assertThat(SaeVerdict.of(report(60, Double.NEGATIVE_INFINITY, 0.1, 0, 4000), OptionalDouble.empty())
                        .level())
                .isEqualTo(Level.RED);
    }
}
