package lacuna.features;

import java.util.Arrays;
import lacuna.activations.ValidRows;
import lacuna.sae.SparseEntries;
import lacuna.text.TokenBatch;

/** Counts, sums and top passages of one SAE on one corpus, grown batch by batch in plain Java; sums are f64. */
final class LayerAccumulator {

    private final StatisticsConfig config;
    private final long[] count;
    private final double[] sum;
    private final float[] max;
    private final int[][] histogram;
    private final TopPassages passages;
    private long tokens;
    // of the document at hand
    private final float[] peak;
    private final int[] peakPosition;
    private final int[] touched;

    LayerAccumulator(int features, StatisticsConfig config) {
        this(
                new long[features],
                new double[features],
                new float[features],
                new int[features][ActivationBins.COUNT],
                new TopPassages(features, config.topPassages()),
                0,
                config);
    }

    /** Goes on with what was counted before; the arrays are taken over, not copied. */
    LayerAccumulator(
            long[] count,
            double[] sum,
            float[] max,
            int[][] histogram,
            TopPassages passages,
            long tokens,
            StatisticsConfig config) {
        this.config = config;
        this.count = count;
        this.sum = sum;
        this.max = max;
        this.histogram = histogram;
        this.passages = passages;
        this.tokens = tokens;
        this.peak = new float[count.length];
        this.peakPosition = new int[count.length];
        this.touched = new int[count.length];
    }

    long[] count() {
        return count;
    }

    double[] sum() {
        return sum;
    }

    float[] max() {
        return max;
    }

    int[][] histogram() {
        return histogram;
    }

    TopPassages passages() {
        return passages;
    }

    long tokens() {
        return tokens;
    }

    /** Adds a batch: {@code entries} are its activations above zero, by valid row. */
    void add(TokenBatch batch, ValidRows valid, SparseEntries entries) {
        int[] starts = starts(valid, entries);
        int row = 0;
        while (row < valid.size()) {
            int end = row;
            while (end < valid.size() && valid.rows()[end] == valid.rows()[row]) {
                end++;
            }
            addDocument(batch, valid, entries, starts, row, end);
            row = end;
        }
        tokens += valid.size();
    }

    /** [valid rows + 1]: where the entries of each valid row begin. */
    private static int[] starts(ValidRows valid, SparseEntries entries) {
        int[] starts = new int[valid.size() + 1];
        for (int row : entries.rows()) {
            starts[row + 1]++;
        }
        for (int i = 0; i < valid.size(); i++) {
            starts[i + 1] += starts[i];
        }
        return starts;
    }

    private void addDocument(
            TokenBatch batch, ValidRows valid, SparseEntries entries, int[] starts, int firstRow, int endRow) {
        int touchedCount = 0;
        for (int row = firstRow; row < endRow; row++) {
            for (int e = starts[row]; e < starts[row + 1]; e++) {
                int feature = entries.features()[e];
                float value = entries.values()[e];
                count[feature]++;
                sum[feature] += value;
                max[feature] = Math.max(max[feature], value);
                histogram[feature][ActivationBins.of(value)]++;
                if (peak[feature] == 0) {
                    touched[touchedCount++] = feature;
                }
                if (value > peak[feature]) {
                    peak[feature] = value;
                    peakPosition[feature] = row;
                }
            }
        }
        for (int i = 0; i < touchedCount; i++) {
            int feature = touched[i];
            if (passages.admits(feature, peak[feature])) {
                passages.add(feature, passage(batch, valid, entries, starts, firstRow, endRow, feature));
            }
            peak[feature] = 0;
        }
    }

    private Passage passage(
            TokenBatch batch,
            ValidRows valid,
            SparseEntries entries,
            int[] starts,
            int firstRow,
            int endRow,
            int feature) {
        int from = Math.max(firstRow, peakPosition[feature] - config.windowBefore());
        int to = Math.min(endRow, peakPosition[feature] + config.windowAfter() + 1);
        int[] ids = new int[to - from];
        float[] activations = new float[to - from];
        int[] row = batch.ids()[valid.rows()[firstRow]];
        for (int i = from; i < to; i++) {
            ids[i - from] = row[valid.positions()[i]];
            int at = Arrays.binarySearch(entries.features(), starts[i], starts[i + 1], feature);
            activations[i - from] = at >= 0 ? entries.values()[at] : 0;
        }
        return new Passage(
                batch.documents()[valid.rows()[firstRow]], ids, valid.positions()[from], activations, peak[feature]);
    }
}
