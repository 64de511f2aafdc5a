package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Table 1 of the CRISP paper, and the same rows without the columns of the judge. */
class OverallScoreTest {

    @ParameterizedTest
    @CsvSource({
        "68.29, 76.81, 61.15, 1.24, 1.77, 56.60, 49.25",
        "41.44, 62.17, 55.31, 0.25, 1.24, 33.93, 58.55",
        "34.54, 67.75, 59.50, 0.56, 1.58, 52.51, 64.04",
        "30.93, 74.13, 60.28, 0.77, 1.58, 60.10, 67.33",
        "55.26, 55.27, 46.30, 1.07, 1.78, 54.37, 48.35",
        "29.67, 54.45, 46.33, 0.92, 1.63, 56.70, 55.38",
        "29.38, 53.00, 58.86, 1.14, 1.49, 61.74, 59.98",
        "33.90, 39.00, 46.30, 1.05, 1.46, 52.57, 48.10"
    })
    void publishedScoresAreReproduced(
            double u, double r, double m, double f, double c, double published, double without) {
        OverallScore score = OverallScore.of(u, r).general(m).judged(f, c);
        assertThat(score.judged()).isCloseTo(published, within(0.0051));
        assertThat(score.judgedFormula()).isEqualTo("100 \u2212 U, R, M, 50F, 50C");
        assertThat(score.score()).isCloseTo(without, within(0.0051));
        assertThat(score.formula()).isEqualTo("100 \u2212 U, R, M");
    }

    @Test
    void aZeroMakesTheWholeZeroAndNoJudgeNoJudgedScore() {
        assertThat(OverallScore.of(100, 50).general(50).judged(1, 1).judged()).isZero();
        OverallScore unjudged = OverallScore.of(25, 50).general(50).judged(Double.NaN, 1);
        assertThat(unjudged.judged()).isNaN();
        assertThat(unjudged.parts()).hasSize(3);
        assertThatThrownBy(() -> OverallScore.of(25, 101)).hasMessageContaining("101.0 is no percentage");
    }

    /** CRISP's table 3 has no questions near the topic: its overall figures count the general accuracy twice. */
    @ParameterizedTest
    @CsvSource({"74.19, 65.96, 0.90, 1.52, 47.87", "29.52, 60.64, 0.64, 1.38, 53.81"})
    void publishedScoresWithoutRetainColumnCountTheGeneralOneTwice(
            double u, double m, double f, double c, double published) {
        assertThat(OverallScore.of(u, m).general(m).judged(f, c).judged()).isCloseTo(published, within(0.0051));
    }

    @Test
    void perplexityStandsInForGeneralQuestionsAndTheScoreSaysSo() {
        // HM(100 - 25, 100, 100) = 3 / (1/75 + 2/100) = 90: a lower perplexity earns nothing
        OverallScore score = OverallScore.of(25, 100).prediction(50, 40);
        assertThat(score.score()).isCloseTo(90, within(1e-9));
        assertThat(score.formula()).isEqualTo("100 \u2212 U, R, P");
        assertThat(score.legend()).contains("P: perplexity", "in the place of general questions");
        // twice as high halves the third part: 3 / (1/75 + 1/100 + 1/50) = 69.23
        assertThat(OverallScore.of(25, 100).prediction(50, 100).score()).isCloseTo(69.230769, within(1e-6));
        assertThat(OverallScore.of(25, 100)
                        .prediction(50, Double.POSITIVE_INFINITY)
                        .score())
                .isZero();
        assertThat(OverallScore.of(25, 100).generalOrPrediction(Double.NaN, 50, 100))
                .isEqualTo(OverallScore.of(25, 100).prediction(50, 100));
        assertThat(OverallScore.of(25, 100).generalOrPrediction(46, 50, 100))
                .as("M where it was measured")
                .isEqualTo(OverallScore.of(25, 100).general(46));
        // 5 / (1/50 + 1/80 + 1/100 + 1/50 + 1/80)
        assertThat(OverallScore.of(50, 80).prediction(50, 50).judged(1, 1.6).judged())
                .isCloseTo(66.6667, within(1e-3));
    }
}
