package lacuna.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lacuna.activations.ValidRows;
import lacuna.model.HookPoint;
import lacuna.sae.Observation;
import lacuna.sae.SparseEntries;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/** For tests of other packages: counts activations that are given, as the collector would, without a model. */
public final class ToyLayer {

    private static final StatisticsConfig CONFIG = new StatisticsConfig(1, 8, 8, 3, 30, 20, 1);

    private final HookPoint hook;
    private final int features;
    private final Map<CorpusSide, LayerAccumulator> sides = new EnumMap<>(CorpusSide.class);

    /** @param target token ids of each document, likewise {@code benign} */
    public ToyLayer(HookPoint hook, int features, List<int[]> target, List<int[]> benign) {
        this.hook = hook;
        this.features = features;
        TokenSketches sketches = new TokenSketches(features);
        sides.put(
                CorpusSide.TARGET, new LayerAccumulator(CorpusSide.TARGET, features, tokens(target), sketches, CONFIG));
        sides.put(
                CorpusSide.BENIGN, new LayerAccumulator(CorpusSide.BENIGN, features, tokens(benign), sketches, CONFIG));
    }

    private static CorpusTokens tokens(List<int[]> documents) {
        List<TokenizedDocument> all = new ArrayList<>();
        for (int[] ids : documents) {
            all.add(new TokenizedDocument(all.size(), ids, 0));
        }
        return CorpusTokens.of(all);
    }

    /** @param active activations along the document of the features that are on in it */
    public void add(CorpusSide side, int document, int[] ids, Map<Integer, float[]> active) {
        TokenBatch batch = new TokenBatch(new int[] {document}, new int[][] {ids}, new int[] {ids.length}, 0);
        List<int[]> places = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        Map<Integer, float[]> ordered = new TreeMap<>(active);
        for (int row = 0; row < ids.length; row++) {
            int at = row;
            ordered.forEach((feature, along) -> {
                if (along[at] > 0) {
                    places.add(new int[] {at, feature});
                    values.add(along[at]);
                }
            });
        }
        float[] value = new float[values.size()];
        for (int i = 0; i < value.length; i++) {
            value[i] = values.get(i);
        }
        SparseEntries entries = new SparseEntries(
                places.stream().mapToInt(place -> place[0]).toArray(),
                places.stream().mapToInt(place -> place[1]).toArray(),
                value);
        float[] margins = new float[features];
        int[] rows = new int[features];
        Arrays.fill(margins, Observation.ALWAYS_ON);
        SplittableRandom random = new SplittableRandom(31L * document + side.ordinal());
        for (int i = 0; i < features / 10; i++) {
            int feature = random.nextInt(features);
            margins[feature] = (float) -random.nextDouble();
            rows[feature] = random.nextInt(ids.length);
        }
        side(side).add(batch, ValidRows.of(batch), new Observation(entries, margins, rows));
    }

    private LayerAccumulator side(CorpusSide side) {
        return java.util.Objects.requireNonNull(sides.get(side));
    }

    public LayerStatistics statistics() {
        LayerAccumulator t = side(CorpusSide.TARGET);
        LayerAccumulator b = side(CorpusSide.BENIGN);
        return new LayerStatistics(
                hook,
                features,
                t.tokens(),
                b.tokens(),
                t.count(),
                b.count(),
                t.sum(),
                b.sum(),
                t.max(),
                b.max(),
                t.histogram(),
                b.histogram());
    }

    public LayerEvidence evidence() {
        LayerAccumulator target = side(CorpusSide.TARGET);
        return new LayerEvidence(target.evidence(), side(CorpusSide.BENIGN).evidence(), target.sketches());
    }

    /** Of a layer of which only counts are made up. */
    public static LayerEvidence nothing(int features) {
        return new ToyLayer(HookPoint.residPost(0), features, List.of(), List.of()).evidence();
    }
}
