package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import lacuna.features.Neighbour;
import lacuna.features.TextActivations;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.features.FeatureLogits.TokenLogit;
import org.jspecify.annotations.Nullable;

/** A project in memory. */
final class FakePort implements FeaturesPort {

    final FeatureTable table;
    final java.util.function.IntFunction<String> pieces;
    final List<Map<FeatureKey, FeatureNote>> saved = new ArrayList<>();
    final List<PreviewRequest> previews = new ArrayList<>();

    @Nullable
    LacunaException failure;

    volatile boolean blocks;

    FakePort(FeatureTable table, java.util.function.IntFunction<String> pieces) {
        this.table = table;
        this.pieces = pieces;
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
