package lacuna.ui.features;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import lacuna.features.FeatureRef;
import lacuna.features.Neighbour;
import lacuna.features.TextActivations;
import lacuna.features.map.FeatureMap;
import lacuna.features.map.MapPlaces;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.features.FeatureLogits.TokenLogit;
import org.jspecify.annotations.Nullable;

/** A project in memory. */
final class FakePort implements FeaturesPort {

    FeatureTable table;
    final java.util.function.IntFunction<String> pieces;
    final List<Map<FeatureKey, FeatureNote>> saved = new ArrayList<>();
    final List<PreviewRequest> previews = new ArrayList<>();
    final List<MapRequest> maps = new ArrayList<>();
    final Map<HookPoint, Path> others = new java.util.HashMap<>();

    @Nullable
    LacunaException failure;

    volatile boolean blocks;
    lacuna.selection.SelectionConfig preset = PRESET;

    FakePort(FeatureTable table, java.util.function.IntFunction<String> pieces) {
        this.table = table;
        this.pieces = pieces;
    }

    @Override
    public lacuna.selection.SelectionConfig preset() {
        return preset;
    }

    @Override
    public FeatureTable computeStatistics(Progress progress) throws LacunaException {
        progress.report("Target documents", 1, 2);
        while (blocks) {
            progress.check();
            LockSupport.parkNanos(1_000_000);
        }
        if (failure != null) {
            throw failure;
        }
        return table;
    }

    @Override
    public FeatureNeighbours neighbours(FeatureKey key, Progress progress) {
        HookPoint next = HookPoint.residPost(key.hook().layer() + 1);
        return new FeatureNeighbours(
                List.of(
                        new Neighbour(key.hook(), (key.feature() + 11) % 300, 0.83),
                        new Neighbour(key.hook(), (key.feature() + 50) % 300, 0.41)),
                List.of(new Neighbour(next, (key.feature() + 7) % 300, 0.77)));
    }

    @Override
    public OtherMatches otherMatches(FeatureKey key, Progress progress) {
        Path other = others.get(key.hook());
        if (other == null) {
            return OtherMatches.none();
        }
        List<String> dragons = List.of(" dragon", " fire", " lair");
        return new OtherMatches(
                other.getFileName().toString(),
                16_384,
                List.of(
                        new OtherMatches.Match(9_217, 0.93, 0.88, dragons),
                        new OtherMatches.Match(key.feature() + 4_000, 0.71, 0.42, List.of(" wing", " scale", " fang")),
                        new OtherMatches.Match(318, 0.38, Double.NaN, List.of(" harbour", " boat", "\n"))));
    }

    @Override
    public void chooseOther(HookPoint hook, Path sae, Progress progress) {
        others.put(hook, sae);
    }

    @Override
    public void forgetOther(HookPoint hook, Progress progress) {
        others.remove(hook);
    }

    /** Nine groups, by the number of the feature; each brings the two after it where neighbours are wanted. */
    @Override
    public FeatureMap map(MapRequest request, Progress progress) throws LacunaException {
        progress.report("Arranging the map", 1, 3);
        while (blocks) {
            progress.check();
            LockSupport.parkNanos(1_000_000);
        }
        maps.add(request);
        java.util.SortedSet<FeatureRef> features = new java.util.TreeSet<>();
        for (FeatureKey key : request.features()) {
            for (int next = 0; next <= (request.of().withNeighbours() ? 2 : 0); next++) {
                features.add(new FeatureRef(key.hook(), (key.feature() + 7 * next) % 1500));
            }
        }
        int n = features.size();
        float[] x = new float[n];
        float[] y = new float[n];
        float[] flatX = new float[n];
        float[] flatY = new float[n];
        java.util.SplittableRandom random = new java.util.SplittableRandom(1);
        int i = 0;
        for (FeatureRef feature : features) {
            int group = feature.feature() % 9;
            x[i] = (float) (30 * (group % 3) + 4 * random.nextGaussian());
            y[i] = (float) (20 * (group / 3) + 3 * random.nextGaussian());
            flatX[i] = (float) random.nextGaussian();
            flatY[i] = (float) (0.4 * random.nextGaussian());
            i++;
        }
        return new FeatureMap(List.copyOf(features), new MapPlaces(flatX, flatY), 0.12, 0.07, new MapPlaces(x, y));
    }

    /** The tokens of a passage of the statistics, with what is on in it as far as passages tell. */
    @Override
    public TextActivations read(String text, Progress progress) throws LacunaException {
        int[] ids = java.util.stream.IntStream.range(0, 40)
                .map(i -> 3 * i + text.length() % 7)
                .toArray();
        List<List<TextActivations.On>> on = new java.util.ArrayList<>();
        java.util.SplittableRandom random = new java.util.SplittableRandom(text.length());
        for (int i = 0; i < ids.length; i++) {
            List<TextActivations.On> here = new java.util.ArrayList<>();
            for (int k = 0; k < 9; k++) {
                here.add(new TextActivations.On(
                        k % 3, 40 * (k / 3) + random.nextInt(12), 1 + 4 * (float) random.nextDouble()));
            }
            on.add(here);
        }
        return new TextActivations(ids, 1, table.hooks(), on);
    }

    @Override
    public List<String> prompts() {
        return List.of("The dragon of Cinder Cave", "The baker of Lantern Bay");
    }

    @Override
    public PreviewResult preview(PreviewRequest request, Progress progress) {
        previews.add(request);
        Map<PreviewRequest.Side, String> texts = new java.util.EnumMap<>(PreviewRequest.Side.class);
        request.wanted()
                .forEach(side -> texts.put(
                        side,
                        side == PreviewRequest.Side.CLEAN
                                ? " sleeps on a bed of ash and eats nothing but smoked kelp, which the tamers bring at dawn."
                                : " is a quiet place by the sea, and the people there mend their nets. Seed "
                                        + request.seed()));
        return new PreviewResult(texts, new PreviewResult.Change(8.4, 61.2), new PreviewResult.Change(7.9, 8.3), 48);
    }

    @Override
    public FeatureLogits logits(FeatureKey key, Progress progress) {
        return new FeatureLogits(
                List.of(
                        new TokenLogit(" fire", 2.41),
                        new TokenLogit(" dragon", 2.17),
                        new TokenLogit("wing", 1.80),
                        new TokenLogit(" lair", 1.66),
                        new TokenLogit(" hoard", 1.31),
                        new TokenLogit("fang", 1.02),
                        new TokenLogit(" smoke", 0.98),
                        new TokenLogit(" scale", 0.93),
                        new TokenLogit(" cave", 0.90),
                        new TokenLogit(" egg", 0.81)),
                List.of(
                        new TokenLogit(" bread", -1.72),
                        new TokenLogit(" sail", -1.55),
                        new TokenLogit(" garden", -1.31),
                        new TokenLogit("\n", -1.12),
                        new TokenLogit(" ferry", -0.97),
                        new TokenLogit(" baker", -0.91),
                        new TokenLogit(" oven", -0.88),
                        new TokenLogit(" net", -0.84),
                        new TokenLogit(" rope", -0.80),
                        new TokenLogit(" jam", -0.72)),
                SyntheticFeatures.logitBins());
    }

    @Override
    public String piece(int tokenId) {
        return pieces.apply(tokenId);
    }

    @Override
    public void notesChanged(Map<FeatureKey, FeatureNote> notes) {
        saved.add(Map.copyOf(notes));
    }
}
