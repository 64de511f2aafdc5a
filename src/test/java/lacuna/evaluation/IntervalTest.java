package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
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
    void staysInsideZeroAndOneAtTheEnds() {
        assertThat(Interval.wilson(0, 5).low()).isZero();
        assertThat(Interval.wilson(0, 5).high()).isBetween(0.4, 0.45);
        assertThat(Interval.wilson(5, 5).high()).isEqualTo(1);
    }
}
