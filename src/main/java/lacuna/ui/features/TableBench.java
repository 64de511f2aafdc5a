package lacuna.ui.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.prefs.Preferences;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TableColumn.SortType;
import javafx.stage.Stage;
import javafx.util.Duration;
import javafx.util.Subscription;
import lacuna.features.ActivationBins;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerEvidence;
import lacuna.features.LayerStatistics;
import lacuna.features.TextActivations;
import lacuna.features.map.FeatureMap;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.app.Dialogs;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.ThemeManager;

/**
 * Times of this place from the request to the laid-out controls, which is what a user waits, and how much of it the JavaFX thread was
 * held, which is how long nothing else moves. Each is the median of several, after some that are not counted.
 */
public final class TableBench {

    private static final int WARM_UP = 3;
    private static final int COUNTED = 9;
    private static final long TOKENS = 1_000_000;

    /**
     * Milliseconds.
     *
     * @param until all is laid out
     * @param held what of that the JavaFX thread was at work
     */
    public record Times(double until, double held) {}

    private final FeaturesController controller;
    private final Map<String, Times> millis = new LinkedHashMap<>();
    private Parent root = new javafx.scene.layout.Region();

    private TableBench(FeaturesController controller) {
        this.controller = controller;
    }

    /** A table of made-up counts in layers of 131,072 features at most. */
    public static FeatureTable synthetic(int features) {
        SplittableRandom random = new SplittableRandom(5);
        List<LayerStatistics> layers = new ArrayList<>();
        List<LayerEvidence> evidence = new ArrayList<>();
        int layer = 0;
        for (int left = features; left > 0; left -= 131_072) {
            int n = Math.min(left, 131_072);
            layers.add(layer(HookPoint.residPost(layer++), n, random));
            evidence.add(LayerEvidence.none(n));
        }
        return FeatureTable.of(
                new FeatureStatistics(layers, evidence, TOKENS, TOKENS, FeatureStatistics.RAW),
                new Provenance("synthetic", Map.of(), "target", "benign"));
    }

    private static LayerStatistics layer(HookPoint hook, int features, SplittableRandom random) {
        long[][] counts = new long[2][features];
        double[][] sums = new double[2][features];
        float[][] maxima = new float[2][features];
        int[][] histogram = new int[features][];
        Arrays.fill(histogram, new int[ActivationBins.COUNT]);
        for (int side = 0; side < 2; side++) {
            for (int f = 0; f < features; f++) {
                counts[side][f] = Math.min(TOKENS, (long) Math.exp(random.nextGaussian() * 2 + 5));
                sums[side][f] = counts[side][f] * random.nextDouble();
                maxima[side][f] = (float) (9 * random.nextDouble());
            }
        }
        return new LayerStatistics(
                hook, features, TOKENS, TOKENS, counts[0], counts[1], sums[0], sums[1], maxima[0], maxima[1], histogram,
                histogram);
    }

    /**
     * Shows a table in a window of its own, works with it and closes it; on the JavaFX thread.
     *
     * @param map of features of the table, to be drawn too
     * @return times by what was done
     */
    public static Map<String, Times> run(
            FeatureTable table,
            Optional<FeatureMap> map,
            Jobs jobs,
            ThemeManager themes,
            Dialogs dialogs,
            Preferences preferences) {
        TableBench bench =
                new TableBench(new FeaturesController(jobs, themes, dialogs, preferences, Duration.hours(1)));
        bench.work(table, map);
        return bench.millis;
    }

    private void work(FeatureTable table, Optional<FeatureMap> map) {
        FeaturesModel model = controller.model();
        controller.open(new NoProject(), Map.of());
        root = (Parent) controller.view();
        Stage stage = new Stage();
        stage.setScene(new Scene(root, 1280, 800));
        stage.show();
        once("show the table", () -> controller.show(table));
        for (Statistic statistic : List.of(Statistic.RATIO, Statistic.TARGET_RATE, Statistic.RATE_RATIO_LOW)) {
            SortKeys keys = SortKeys.of(statistic);
            SortType[] direction = {SortType.ASCENDING};
            often("sort by " + statistic.title(), () -> {
                direction[0] = direction[0] == SortType.ASCENDING ? SortType.DESCENDING : SortType.ASCENDING;
                model.sortBy(List.of(new Arranger.SortBy(keys, direction[0])));
            });
        }
        filter(model, "filter by number", RowFilter.NONE.withText("31"));
        filter(model, "filter by ratio", RowFilter.NONE.withMinRatio(3));
        int[] at = {0};
        often("show a feature's detail", () -> {
            at[0] = (at[0] + 997) % model.shown().size();
            controller.select(model.shown().get(at[0]));
        });
        map.ifPresent(this::draw);
        stage.hide();
        controller.close();
    }

    /** Places, dots, marks and names of a map that is laid out; another zoom or size of the window asks for the same. */
    private void draw(FeatureMap map) {
        List<FeatureKey> features = map.features().stream()
                .map(feature -> new FeatureKey(feature.hook(), feature.feature()))
                .toList();
        FeaturesModel model = controller.model();
        int[] all = {features.size()};
        model.setMap(ready(features, all[0], map));
        controller.showMap();
        often("draw a map of " + features.size() + " features", () -> {
            all[0]++; // one that equals the last is not drawn again
            model.setMap(ready(features, all[0], map));
        });
    }

    private static MapState ready(List<FeatureKey> features, int all, FeatureMap map) {
        return new MapState.Ready(new MapRequest(MapRequest.Of.LISTED, features, all), map);
    }

    private void filter(FeaturesModel model, String what, RowFilter filter) {
        boolean[] on = {false};
        often(what + ", and back", () -> {
            on[0] = !on[0];
            model.filterProperty().set(on[0] ? filter : RowFilter.NONE);
        });
        model.filterProperty().set(RowFilter.NONE);
    }

    private void once(String what, Runnable action) {
        Times times = timed(action);
        put(what, new double[] {times.until()}, new double[] {times.held()});
    }

    private void often(String what, Runnable action) {
        double[] until = new double[COUNTED];
        double[] held = new double[COUNTED];
        for (int i = -WARM_UP; i < COUNTED; i++) {
            Times times = timed(action);
            if (i >= 0) {
                until[i] = times.until();
                held[i] = times.held();
            }
        }
        put(what, until, held);
    }

    private void put(String what, double[] until, double[] held) {
        Arrays.sort(until);
        Arrays.sort(held);
        millis.put(what, new Times(until[until.length / 2], held[held.length / 2]));
    }

    private Times timed(Runnable action) {
        long start = System.nanoTime();
        action.run();
        long asked = System.nanoTime();
        long back = asked;
        if (controller.model().arrangingProperty().get()) {
            back = awaitOrder();
        }
        root.applyCss();
        root.layout();
        long end = System.nanoTime();
        return new Times((end - start) / 1e6, (asked - start + end - back) / 1e6);
    }

    /** Lets the window live on until the new order is shown. */
    private long awaitOrder() {
        long[] back = {0};
        Object key = new Object();
        Subscription begin = controller.model().listingProperty().subscribe((before, now) -> {
            if (now) {
                back[0] = System.nanoTime();
            }
        });
        controller.model().whenArranged(() -> Platform.exitNestedEventLoop(key, key));
        Platform.enterNestedEventLoop(key);
        begin.unsubscribe();
        return back[0];
    }

    /** There is nothing behind the table. */
    private static final class NoProject implements FeaturesPort {

        @Override
        public FeatureTable computeStatistics(Progress progress) throws LacunaException {
            throw new LacunaException("A made-up table has no project.");
        }

        @Override
        public TextActivations read(String text, Progress progress) throws LacunaException {
            throw new LacunaException("A made-up table has no project.");
        }

        @Override
        public List<String> prompts() {
            return List.of();
        }

        @Override
        public PreviewResult preview(PreviewRequest request, Progress progress) throws LacunaException {
            throw new LacunaException("A made-up table has no project.");
        }

        @Override
        public String piece(int tokenId) {
            return "\u2423" + tokenId;
        }

        @Override
        public void notesChanged(Map<FeatureKey, FeatureNote> notes) {}
    }
}
