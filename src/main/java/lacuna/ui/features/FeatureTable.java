package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerStatistics;

/** The statistics of all features of all layers as the window shows them. Making the rows takes a while: do it off the JavaFX thread. */
public record FeatureTable(FeatureStatistics statistics, Provenance provenance, List<FeatureRow> rows) {

    public FeatureTable {
        rows = List.copyOf(rows);
    }

    public static FeatureTable of(FeatureStatistics statistics, Provenance provenance) {
        List<FeatureRow> rows = new ArrayList<>();
        for (LayerStatistics layer : statistics.layers()) {
            for (int feature = 0; feature < layer.features(); feature++) {
                rows.add(FeatureRow.of(layer, feature));
            }
        }
        return new FeatureTable(statistics, provenance, rows);
    }

    /** Histogram and passages of one feature; a read from memory. */
    FeatureEvidence evidence(FeatureKey key) {
        return FeatureEvidence.of(statistics, key);
    }
}
