package lacuna.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressStateTest {

    private final AtomicLong clock = new AtomicLong();
    private final ProgressState progress = new ProgressState(() -> false, clock::get);

    private void at(double seconds) {
        clock.set((long) (seconds * 1e9));
    }

    @Test
    void estimatesFromTheRateOfThisActivity() {
        progress.report("Training", 0, 100);
        at(10);
        progress.report("Training", 25, 100);
        assertThat(progress.take().timeLeft()).isEqualTo(Duration.ofSeconds(30));
        assertThat(progress.take().fraction()).isEqualTo(0.25);
    }

    @Test
    void resumedWorkDoesNotCountAsFast() {
        progress.report("Training", 80, 100);
        at(10);
        progress.report("Training", 90, 100);
        assertThat(progress.take().timeLeft()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void nextActivityBeginsItsOwnEstimate() {
        progress.report("Target corpus", 0, 100);
        at(100);
        progress.report("Target corpus", 100, 100);
        progress.report("Benign corpus", 0, 100);
        at(102);
        progress.report("Benign corpus", 50, 100);
        assertThat(progress.take().timeLeft()).isEqualTo(Duration.ofSeconds(2));
        assertThat(progress.take().elapsed()).isEqualTo(Duration.ofSeconds(102));
    }

    @Test
    void unknownTotalGivesNoFractionAndNoEstimate() {
        at(5);
        progress.report("Reading", 3, 0);
        assertThat(progress.take().fraction()).isEqualTo(-1);
        assertThat(progress.take().timeLeft()).isNull();
    }

    @Test
    void durationsReadWell() {
        assertThat(Durations.text(Duration.ofMillis(10))).isEqualTo("< 0.1 s");
        assertThat(Durations.text(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
        assertThat(Durations.text(Duration.ofSeconds(3720))).isEqualTo("1 h 02 min");
        assertThat(Durations.leftText(Duration.ofSeconds(42))).isEqualTo("about 45 s left");
    }
}
