package lacuna.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {

    /** The two roots of |8/10 - p| = z sqrt(p (1 - p) / 10), found by bisection; and the same for 191 of 637. */
    @Test
    void endsWhereTheScoreTestRejects() {
        Interval few = Interval.wilson(8, 10);
        assertThat(few.low()).isCloseTo(0.49016247153664183, within(1e-9));
        assertThat(few.high()).isCloseTo(0.9433178485456248, within(1e-9));
        Interval many = Interval.wilson(191, 637);
        assertThat(many.low()).isCloseTo(0.2655479533535527, within(1e-9));
        assertThat(many.high()).isCloseTo(0.3365377162139833, within(1e-9));
    }

    @Test
    void agreesWithAPublishedExampleOfWilsonsInterval() {
        Interval interval = Interval.wilson(15, 148); // Newcombe 1998, table I: 0.0624 to 0.1605
        assertThat(interval.low()).isCloseTo(0.0624, within(5e-5));
        assertThat(interval.high()).isCloseTo(0.1605, within(5e-5));
        assertThat(Interval.wilson(0, 20).high()).isCloseTo(0.1611, within(5e-5));
    }

    @Test
    void staysInsideZeroAndOneAtTheEnds() {
        assertThat(Interval.wilson(0, 5).low()).isZero();
        assertThat(Interval.wilson(0, 5).high()).isBetween(0.4, 0.45);
        assertThat(Interval.wilson(5, 5).high()).isEqualTo(1);
        assertThat(Interval.wilson(1e-12, 1e6).low()).isBetween(0.0, 1e-12);
    }

    @Test
    void aShareIsWorthAsManyTrialsAsAreIndependent() {
        assertThat(Interval.wilson(0.8, 10.0)).isEqualTo(Interval.wilson(8, 10));
        Interval fewer = Interval.wilson(0.8, 2.5);
        assertThat(fewer.low()).isLessThan(Interval.wilson(8, 10).low());
        assertThat(fewer.high()).isGreaterThan(Interval.wilson(8, 10).high());
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Interval.wilson(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Interval.wilson(3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 of 2");
    }
}
