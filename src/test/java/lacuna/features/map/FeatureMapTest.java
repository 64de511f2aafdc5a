package lacuna.features.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lacuna.features.FeatureRef;
import lacuna.model.HookPoint;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;

class FeatureMapTest {

    private static final HookPoint FIRST = HookPoint.residPost(1);
    private static final HookPoint SECOND = HookPoint.residPost(2);
    private static final int WIDTH = 16;
    private static final int GROUPS = 4;

    private static SparseAutoencoder sae(Torch torch, HookPoint hook, int width, float[] decoder) {
        int features = decoder.length / width;
        return SparseAutoencoder.of(
                torch,
                hook,
                new Gate.Relu(),
                EncoderInput.RAW,
                new SaeWeights(
                        width,
                        features,
                        new float[width * features],
                        new float[features],
                        decoder,
                        new float[width],
                        null));
    }

    /** Feature i points along axis i % GROUPS, give or take, and is of any length. */
    private static float[] grouped(int features, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] decoder = new float[features * WIDTH];
        for (int i = 0; i < features; i++) {
            float length = 0.5f + 3 * (float) random.nextDouble();
            for (int k = 0; k < WIDTH; k++) {
                double along = k == i % GROUPS ? 1 : 0;
                decoder[i * WIDTH + k] = (float) (length * (along + 0.15 * random.nextGaussian()));
            }
        }
        return decoder;
    }

    private static List<FeatureRef> all(HookPoint hook, int features) {
        return IntStream.range(0, features)
                .mapToObj(feature -> new FeatureRef(hook, feature))
                .toList();
    }

    @Test
    void featuresOfLikeDirectionLieTogetherWhateverTheirLengthAndLayer() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                SparseAutoencoder one = sae(torch, FIRST, WIDTH, grouped(60, 1));
                SparseAutoencoder two = sae(torch, SECOND, WIDTH, grouped(40, 2))) {
            List<FeatureRef> features = new ArrayList<>(all(SECOND, 40));
            features.addAll(all(FIRST, 60));
            FeatureMap map = FeatureMap.of(torch, List.of(one, two), features, Progress.NONE);

            assertThat(map.features()).isSorted().hasSize(100);
            for (int i = 0; i < 100; i++) {
                int nearest = nearest(map.neighbourhood(), i);
                assertThat(map.features().get(nearest).feature() % GROUPS)
                        .as("group of the dot nearest to %s", map.features().get(i))
                        .isEqualTo(map.features().get(i).feature() % GROUPS);
            }
            assertThat(map.firstShare())
                    .isGreaterThanOrEqualTo(map.secondShare())
                    .isLessThan(1);
            assertThat(map.secondShare()).isPositive();
            FeatureMap again = FeatureMap.of(torch, List.of(one, two), features, Progress.NONE);
            assertThat(again.neighbourhood().x())
                    .containsExactly(map.neighbourhood().x());
            assertThat(again.plane().y()).containsExactly(map.plane().y());
        }
    }

    private static int nearest(MapPlaces places, int of) {
        return IntStream.range(0, places.size())
                .filter(i -> i != of)
                .boxed()
                .min((a, b) -> Double.compare(distance(places, of, a), distance(places, of, b)))
                .orElseThrow();
    }

    private static double distance(MapPlaces places, int a, int b) {
        return Math.hypot(places.x()[a] - places.x()[b], places.y()[a] - places.y()[b]);
    }

    @Test
    void principalPlaneIsThatOfUnitDirections() throws Exception {
        // In the plane, at 0, 90 and 180 degrees; their mean is (0, 1/3).
        float[] decoder = {5, 0, 0, 2, -1, 0};
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                SparseAutoencoder sae = sae(torch, FIRST, 2, decoder)) {
            Directions directions = Directions.of(torch, List.of(sae), all(FIRST, 3));
            assertThat(directions.cosines()).containsExactly(new float[] {1, 0, -1, 0, 1, 0, -1, 0, 1}, within(1e-6f));
            assertThat(directions.firstShare()).isCloseTo(0.75, within(1e-6)); // 2 of 2 + 2/3
            assertThat(directions.secondShare()).isCloseTo(0.25, within(1e-6));
            float[] x = directions.plane().x();
            assertThat(Math.abs(x[0])).isCloseTo(1, within(1e-5f));
            assertThat(x[2]).isCloseTo(-x[0], within(1e-5f));
            assertThat(directions.plane().y()).containsExactly(new float[] {-1 / 3f, 2 / 3f, -1 / 3f}, within(1e-5f));
        }
    }

    @Test
    void neighboursComeNearestFirstAndKeepToTheirNumber() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                SparseAutoencoder sae = sae(torch, FIRST, WIDTH, grouped(60, 1))) {
            List<FeatureRef> asked = List.of(new FeatureRef(FIRST, 0), new FeatureRef(FIRST, 1));
            List<FeatureRef> found = WithNeighbours.of(List.of(sae), asked, 100, Progress.NONE);
            assertThat(found).startsWith(asked.get(0), asked.get(1)).hasSize(2 + 2 * WithNeighbours.NEIGHBOURS);
            assertThat(found).allMatch(feature -> feature.feature() % GROUPS < 2);
            assertThat(WithNeighbours.of(List.of(sae), asked, 5, Progress.NONE)).isEqualTo(found.subList(0, 5));
        }
    }

    @Test
    void saysWhatDoesNotCompareAndStopsWhenCancelled() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                SparseAutoencoder one = sae(torch, FIRST, WIDTH, grouped(60, 1));
                SparseAutoencoder narrow = sae(torch, SECOND, 8, grouped(8, 3))) {
            assertThatThrownBy(() -> FeatureMap.of(torch, List.of(one), all(FIRST, 2), Progress.NONE))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("from 3 to");
            List<FeatureRef> mixed = new ArrayList<>(all(FIRST, 3));
            mixed.addAll(all(SECOND, 3));
            assertThatThrownBy(() -> FeatureMap.of(torch, List.of(one, narrow), mixed, Progress.NONE))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("8 and 16");
            AtomicInteger steps = new AtomicInteger();
            Progress impatient = new Progress() {
                @Override
                public void report(String activity, long done, long total) {
                    steps.incrementAndGet();
                }

                @Override
                public boolean isCancelled() {
                    return steps.get() > 10;
                }
            };
            assertThatThrownBy(() -> FeatureMap.of(torch, List.of(one), all(FIRST, 60), impatient))
                    .isInstanceOf(Cancelled.class);
            assertThat(steps.get()).isLessThan(15);
        }
    }
}
