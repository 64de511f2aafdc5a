package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.control.TableColumn.SortType;
import lacuna.ui.FxTest;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.task.HeldAside;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Long tables are put in order on another thread, and show the old order until then. */
class ArrangerTest {

    private static final int AT_ONCE = 100;
    private static final FeatureTable LONG = SyntheticFeatures.large(400);
    private static final FeatureTable OTHER = SyntheticFeatures.large(300);
    private static final FeatureTable SHORT = SyntheticFeatures.large(100);
    private static final Said NOTHING = new Said(Map.of(), Map.of());
    private static final Comparator<FeatureRow> BY_COUNT =
            Comparator.<FeatureRow, Long>comparing(row -> row.target().count()).thenComparing(FeatureRow::key);

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(200, 200);

    private final HeldAside jobs = new HeldAside();
    private final Arranger arranger = new Arranger(jobs, AT_ONCE);

    private static List<Arranger.SortBy> byTargetCount() {
        return List.of(new Arranger.SortBy(SortKeys.of(Statistic.TARGET_COUNT), SortType.ASCENDING));
    }

    @Test
    void aShortTableIsThereAtOnce() {
        fx.run(() -> {
            arranger.arrange(SHORT, RowFilter.NONE, byTargetCount(), NOTHING);
            assertThat(jobs.waiting()).isZero();
            assertThat(arranger.underWayProperty().get()).isFalse();
            assertThat(arranger.shown()).hasSize(100).isSortedAccordingTo(BY_COUNT);
        });
    }

    @Test
    void aLongOneKeepsItsOrderUntilTheNewOneIsThere() {
        fx.run(() -> {
            arranger.arrange(LONG, RowFilter.NONE, List.of(), NOTHING);
            jobs.letGo();
            List<FeatureRow> before = List.copyOf(arranger.shown());
            arranger.arrange(LONG, RowFilter.NONE, byTargetCount(), NOTHING);
            assertThat(arranger.underWayProperty().get()).isTrue();
            assertThat(arranger.shown()).isEqualTo(before);
            jobs.letGo();
            assertThat(arranger.underWayProperty().get()).isFalse();
            assertThat(arranger.shown())
                    .hasSize(400)
                    .isSortedAccordingTo(BY_COUNT)
                    .isNotEqualTo(before);
        });
    }

    @Test
    void onlyTheNewestWishIsShown() {
        fx.run(() -> {
            List<Integer> sizes = new ArrayList<>();
            arranger.arrange(LONG, RowFilter.NONE, List.of(), NOTHING);
            arranger.arrange(LONG, RowFilter.NONE.withText("12"), List.of(), NOTHING);
            arranger.replacingProperty()
                    .subscribe(now -> sizes.add(arranger.shown().size()));
            jobs.letGo();
            assertThat(arranger.shown()).hasSize(11);
            assertThat(sizes).containsOnly(0, 11); // the 400 of the first wish never show
        });
    }

    @Test
    void rowsOfAnotherTableGoAtOnce() {
        fx.run(() -> {
            arranger.arrange(LONG, RowFilter.NONE, List.of(), NOTHING);
            jobs.letGo();
            arranger.arrange(OTHER, RowFilter.NONE, List.of(), NOTHING);
            assertThat(arranger.shown()).isEmpty();
            jobs.letGo();
            assertThat(arranger.shown()).hasSize(300);
        });
    }

    @Test
    void whatWaitsForTheOrderHappensOnceItIsThere() {
        fx.run(() -> {
            List<Integer> seen = new ArrayList<>();
            arranger.arrange(LONG, RowFilter.NONE.withText("7"), List.of(), NOTHING);
            arranger.whenArranged(() -> seen.add(arranger.shown().size()));
            assertThat(seen).isEmpty();
            jobs.letGo();
            assertThat(seen).containsExactly(11);
            arranger.arrange(LONG, RowFilter.NONE, List.of(), NOTHING);
            jobs.letGo();
            assertThat(seen).hasSize(1);
            arranger.whenArranged(() -> seen.add(arranger.shown().size()));
            assertThat(seen).containsExactly(11, 400);
        });
    }

    /** Sorting must not wait for a training run. */
    @Test
    void theEngineMayBeBusyForHours() {
        CountDownLatch hours = new CountDownLatch(1);
        ComputeThread thread = fx.call(ComputeThread::new);
        Arranger real = fx.call(() -> new Arranger(thread, AT_ONCE));
        fx.run(() -> {
            thread.submit("Train", progress -> {
                while (hours.getCount() > 0) {
                    LockSupport.parkNanos(1_000_000);
                }
                return "trained";
            });
            real.arrange(LONG, RowFilter.NONE, byTargetCount(), NOTHING);
        });
        fx.await("the order", () -> !real.underWayProperty().get());
        fx.run(() -> {
            assertThat(real.shown()).hasSize(400).isSortedAccordingTo(BY_COUNT);
            assertThat(thread.isBusy()).isTrue();
            hours.countDown();
            thread.closeThen(() -> {});
        });
    }

    @Test
    void numbersAreFoundByTheirFirstDigits() {
        for (int number : new int[] {0, 7, 31, 317, 1310, 131_072, Integer.MAX_VALUE}) {
            for (String typed : List.of("0", "00", "03", "3", "31", "1", "131072", "2147483647", "99999999999")) {
                assertThat(Digits.begin(number, typed))
                        .as("%d begins with %s", number, typed)
                        .isEqualTo(Integer.toString(number).startsWith(typed));
            }
        }
    }
}
