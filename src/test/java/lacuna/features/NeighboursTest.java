package lacuna.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import lacuna.model.HookPoint;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    private static final HookPoint FIRST = HookPoint.residPost(1);
    private static final HookPoint SECOND = HookPoint.residPost(2);

    /** Three directions in the plane. */
    private static SparseAutoencoder sae(Torch torch, HookPoint hook, float... decoder) {
        return SparseAutoencoder.of(
                torch,
                hook,
                new Gate.Relu(),
                EncoderInput.RAW,
                new SaeWeights(2, 3, new float[6], new float[3], decoder, new float[2], null));
    }

    @Test
    void nearestDirectionsWhateverTheirLengths() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                SparseAutoencoder here = sae(torch, FIRST, 3, 0, 1, 1, -2, 0);
                SparseAutoencoder there = sae(torch, SECOND, 0, 5, 4, 3, 0, 0)) {
            List<Neighbour> same = DecoderNeighbours.of(here, 0, here, 5);
            assertThat(same).extracting(Neighbour::feature).containsExactly(1, 2);
            assertThat(same.get(0).value()).isCloseTo(Math.sqrt(0.5), within(1e-6));
            assertThat(same.get(1).value()).isCloseTo(-1, within(1e-6));
            List<Neighbour> next = DecoderNeighbours.of(here, 0, there, 1);
            assertThat(next).extracting(Neighbour::feature).containsExactly(1);
            assertThat(next.get(0).hook()).isEqualTo(SECOND);
            assertThat(next.get(0).value()).isCloseTo(0.8, within(1e-6));
            assertThat(DecoderNeighbours.of(here, 0, there, 5))
                    .as("a direction of length 0 has no angle")
                    .hasSize(2);
        }
    }

    @Test
    void countsTokensThatFeaturesShareInAllLayers() {
        int[] text = {5, 6, 7, 8, 9};
        ToyLayer first = new ToyLayer(FIRST, 4, List.of(text), List.of(text));
        ToyLayer second = new ToyLayer(SECOND, 4, List.of(text), List.of(text));
        first.add(
                CorpusSide.TARGET,
                0,
                text,
                Map.of(0, new float[] {1, 1, 1, 0, 0}, 1, new float[] {0, 1, 1, 1, 0}, 2, new float[] {0, 0, 0, 0, 1}));
        second.add(CorpusSide.TARGET, 0, text, Map.of(3, new float[] {1, 1, 1, 0, 0}));
        // the same positions of the other corpus are other tokens
        second.add(CorpusSide.BENIGN, 0, text, Map.of(0, new float[] {1, 1, 1, 0, 0}));
        FeatureStatistics statistics = new FeatureStatistics(
                List.of(first.statistics(), second.statistics()),
                List.of(first.evidence(), second.evidence()),
                5,
                5,
                FeatureStatistics.RAW);
        assertThat(CoActivation.of(statistics, FIRST, 0, 9))
                .containsExactly(new Neighbour(SECOND, 3, 1), new Neighbour(FIRST, 1, 0.5));
        assertThat(CoActivation.between(statistics, FIRST, 0, FIRST, 1)).isEqualTo(0.5);
        assertThat(CoActivation.between(statistics, FIRST, 0, SECOND, 0)).isZero();
    }

    @Test
    void tellsWhereAnActivationStandsAmongAllOfAFeature() {
        int[] text = {1, 2, 3, 4};
        ToyLayer layer = new ToyLayer(FIRST, 1, List.of(text), List.of());
        layer.add(CorpusSide.TARGET, 0, text, Map.of(0, new float[] {0.3f, 1.5f, 1.7f, 9}));
        LayerStatistics statistics = layer.statistics();
        assertThat(statistics.shareBelow(CorpusSide.TARGET, 0, 1)).isEqualTo(0.25);
        assertThat(statistics.shareBelow(CorpusSide.TARGET, 0, Math.sqrt(2))).isCloseTo(0.5, within(1e-6));
        assertThat(statistics.shareBelow(CorpusSide.TARGET, 0, 8)).isEqualTo(0.75);
    }
}
