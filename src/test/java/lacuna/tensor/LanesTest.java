package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {

    private Torch torch;
    private int threads;

    @BeforeEach
    void start() throws Exception {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        threads = torch.threads();
        torch.setThreads(2);
    }

    @AfterEach
    void close() {
        torch.setThreads(threads);
        torch.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 4, 1", // a row is not cut
        "3, 2, 1", // two rows on one thread take longer than three on two
        "19, 2, 2", // but not ten, than nineteen
        "8, 1, 1",
        "8, 2, 2",
        "4, 2, 2",
        "8, 6, 2", // six lanes would have two rows on one thread each, two have four on three
        "8, 8, 8",
        "8, 16, 8",
        "20, 8, 4"
    })
    void asManyAsGetTheRowsDoneSoonest(int rows, int threads, int lanes) {
        Lanes dealt = Lanes.of(rows, threads, new LaneThreads()::of);

        assertThat(dealt.count()).isEqualTo(lanes);
        int next = 0;
        for (Lanes.Rows lane : dealt.rows()) {
            assertThat(lane.first()).isEqualTo(next);
            assertThat(lane.end()).isGreaterThan(lane.first());
            next = lane.end();
        }
        assertThat(next).isEqualTo(rows);
    }

    @Test
    void resultsBelongToTheCallerAndTheRestIsFreed() {
        int before = torch.liveArrays();
        try (Scope scope = Scope.open()) {
            NDArray x = torch.manager().arange(0, 8, 1).reshape(4, 2);
            Lanes lanes = torch.lanes(4);
            int own = torch.liveArrays();

            List<NDArray> doubled =
                    lanes.run(lane -> lanes.rows().get(lane).of(x).add(1).mul(2), Stream::of);

            assertThat(torch.liveArrays()).isEqualTo(own + 2);
            assertThat(doubled.get(0).toIntArray()).containsExactly(2, 4, 6, 8);
            assertThat(doubled.get(1).toIntArray()).containsExactly(10, 12, 14, 16);
        }
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void lanesShareTheThreadsAndRecordNothing() {
        try (Scope scope = Scope.open();
                Tape tape = Tape.open()) {
            NDArray leaf = torch.manager().ones(new Shape(4));
            leaf.setRequiresGradient(true);

            record Seen(int threads, boolean recording, NDArray made) {}
            List<Seen> seen = torch.lanes(4)
                    .run(
                            lane -> new Seen(torch.threads(), Tape.isRecording(), leaf.mul(lane)),
                            one -> Stream.of(one.made()));

            assertThat(seen).hasSize(2).allMatch(one -> one.threads() == 1).noneMatch(Seen::recording);
            assertThat(seen).noneMatch(one -> one.made().hasGradient());
            assertThat(torch.threads()).isEqualTo(2);
            assertThat(Tape.isRecording()).isTrue();
        }
    }

    @Test
    void oneThatFailsWaitsForTheOther() {
        CountDownLatch failed = new CountDownLatch(1);
        AtomicBoolean otherEnded = new AtomicBoolean();
        int before = torch.liveArrays();
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> torch.lanes(2)
                            .run(
                                    lane -> {
                                        NDArray made = torch.manager().ones(new Shape(3));
                                        if (lane == 0) {
                                            failed.countDown();
                                            throw new IllegalStateException("lane 0");
                                        }
                                        await(failed);
                                        otherEnded.set(true);
                                        return made;
                                    },
                                    Stream::of))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("lane 0");
            assertThat(otherEnded).isTrue();
        }
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
