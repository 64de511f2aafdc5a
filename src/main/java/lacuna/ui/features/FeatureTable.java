package lacuna.ui.features;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerEvidence;
import lacuna.features.LayerStatistics;
import lacuna.model.HookPoint;

/**
 * The statistics of all features of all layers as lines numbered from 0: by layer, then feature. The numbers stay in the columns of the
 * statistics; a line is an index into them.
 */
public final class FeatureTable {

    private final FeatureStatistics statistics;
    private final Provenance provenance;
    private final List<LayerStatistics> layers = new ArrayList<>();
    private final List<LayerEvidence> evidence = new ArrayList<>();
    private final int[] starts;

    private FeatureTable(FeatureStatistics statistics, Provenance provenance) {
        this.statistics = statistics;
        this.provenance = provenance;
        layers.addAll(statistics.layers());
        evidence.addAll(statistics.evidence());
        starts = new int[layers.size() + 1];
        for (int i = 0; i < layers.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], layers.get(i).features());
        }
    }

    public static FeatureTable of(FeatureStatistics statistics, Provenance provenance) {
        return new FeatureTable(statistics, provenance);
    }

    public FeatureStatistics statistics() {
        return statistics;
    }

    public Provenance provenance() {
        return provenance;
    }

    public int size() {
        return starts[layers.size()];
    }

    List<LayerStatistics> layers() {
        return layers;
    }

    /** The line of a layer's first feature. */
    int start(int layer) {
        return starts[layer];
    }

    /** Which layer a line belongs to. */
    int layerOf(int line) {
        int found = Arrays.binarySearch(starts, line);
        return found >= 0 ? found : -found - 2;
    }

    public FeatureRow row(int line) {
        int layer = layerOf(line);
        return new FeatureRow(layers.get(layer), evidence.get(layer), line - starts[layer]);
    }

    /** The line of a feature, or -1 if there is no such feature. */
    public int lineOf(FeatureKey key) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).hook().equals(key.hook())) {
                boolean there =
                        key.feature() >= 0 && key.feature() < layers.get(i).features();
                return there ? starts[i] + key.feature() : -1;
            }
        }
        return -1;
    }

    public List<HookPoint> hooks() {
        return layers.stream().map(LayerStatistics::hook).toList();
    }

    /** All lines, made as they are read. */
    public List<FeatureRow> rows() {
        return new Rows();
    }

    /** Histogram and passages of one feature; a read from memory. */
    FeatureEvidence evidence(FeatureKey key) {
        return FeatureEvidence.of(statistics, key);
    }

    private final class Rows extends AbstractList<FeatureRow> implements RandomAccess {
        @Override
        public FeatureRow get(int line) {
            return row(line);
        }

        @Override
        public int size() {
            return FeatureTable.this.size();
        }
    }
}
