package lacuna.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void agreesWithAPublishedExampleOfWilsonsInterval() {
        Interval interval = Interval.wilson(15, 148); // Newcombe 1998, table I: 0.0624 to 0.1605
        assertThat(interval.low()).isCloseTo(0.0624, within(5e-5));
        assertThat(interval.high()).isCloseTo(0.1605, within(5e-5));
        assertThat(Interval.wilson(0, 20).low()).isZero();
        assertThat(Interval.wilson(0, 20).high()).isCloseTo(0.1611, within(5e-5));
        assertThat(Interval.wilson(0, 0)).isEqualTo(new Interval(0, 1));
    }
}
