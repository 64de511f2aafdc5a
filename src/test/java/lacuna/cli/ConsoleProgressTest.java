package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

    private final StringWriter written = new StringWriter();
    private long nanos;

    private ConsoleProgress progress(ConsoleProgress.Style style) {
        return new ConsoleProgress(new PrintWriter(written), style, Interrupts.none(), () -> nanos);
    }

    private void after(double seconds) {
        nanos += Math.round(seconds * 1e9);
    }

    @Test
    void tellsTheTimeLeft() {
        ConsoleProgress progress = progress(ConsoleProgress.Style.LINES);
        progress.report("Training", 0, 100);
        after(10);
        progress.report("Training", 25, 100);

        assertThat(written.toString()).contains("Training: 25 of 100, 30 s left");
    }

    @Test
    void countsOnlyWhatThisSittingDid() {
        ConsoleProgress progress = progress(ConsoleProgress.Style.LINES);
        progress.report("Training", 50, 100);
        after(10);
        progress.report("Training", 60, 100);

        assertThat(written.toString()).contains("60 of 100, 40 s left");
    }

    @Test
    void writesFewLinesIntoAFile() {
        ConsoleProgress progress = progress(ConsoleProgress.Style.LINES);
        for (int i = 0; i <= 100; i++) {
            progress.report("Training", i, 100);
            after(0.1);
        }

        assertThat(written.toString().lines().count()).isBetween(3L, 5L);
        assertThat(written.toString()).doesNotContain("\r").contains("100 of 100");
    }

    @Test
    void writesOverOneLineOnATerminal() {
        ConsoleProgress progress = progress(ConsoleProgress.Style.TERMINAL);
        progress.report("Training", 1, 3);
        after(1);
        progress.report("Training", 2, 3);
        progress.log("Checkpoint written.");

        assertThat(written.toString().split("\r")).hasSize(3);
        assertThat(written.toString().lines().toList()).last().isEqualTo("Checkpoint written.");
    }

    @Test
    void saysNothingWhenQuiet() {
        ConsoleProgress progress = progress(ConsoleProgress.Style.LINES);
        progress.silence(true);
        progress.report("Training", 1, 3);
        progress.log("Checkpoint written.");

        assertThat(written.toString()).isEmpty();
    }

    @Test
    void namesDurationsAsPeopleDo() {
        assertThat(ConsoleProgress.duration(0.42)).isEqualTo("0.4 s");
        assertThat(ConsoleProgress.duration(59.4)).isEqualTo("59 s");
        assertThat(ConsoleProgress.duration(185)).isEqualTo("3 min 05 s");
        assertThat(ConsoleProgress.duration(7800)).isEqualTo("2 h 10 min");
    }
}
