package lacuna.features;

import java.util.Arrays;
import lacuna.activations.ValidRows;
import lacuna.features.KeptPassages.Kept;
import lacuna.features.KeptPassages.Order;
import lacuna.sae.Observation;
import lacuna.sae.SparseEntries;
import lacuna.text.TokenBatch;

/** Counts, sums, spread and passages of one SAE on one corpus, grown batch by batch in plain Java; sums are f64. */
final class LayerAccumulator {

    private final CorpusSide side;
    private final StatisticsConfig config;
    private final long[] count;
    private final double[] sum;
    private final float[] max;
    private final int[][] histogram;
    private final KeptPassages top;
    private final KeptPassages samples;
    private final KeptPassages nearMisses;
    private final SpreadAccumulator spread;
    private final TokenSketches sketches;
    private long tokens;
    // of the document at hand
    private final float[] peak;
    private final int[] peakRow;
    private final int[] touched;

    /** @param sketches shared by both corpora */
    LayerAccumulator(
            CorpusSide side, int features, CorpusTokens corpus, TokenSketches sketches, StatisticsConfig config) {
        this(
                side,
                new long[features],
                new double[features],
                new float[features],
                new int[features][ActivationBins.COUNT],
                new CorpusEvidence(
                        new KeptPassages(Order.STRONGEST, features, config.topPassages(), corpus),
                        new KeptPassages(Order.SAMPLED, features, config.samples(), corpus),
                        new KeptPassages(Order.STRONGEST, features, config.nearMisses(), corpus),
                        new SpreadAccumulator(features).spread()),
                sketches,
                0,
                config);
    }

    /** Goes on with what was counted before; arrays and lists are taken over, not copied. */
    LayerAccumulator(
            CorpusSide side,
            long[] count,
            double[] sum,
            float[] max,
            int[][] histogram,
            CorpusEvidence evidence,
            TokenSketches sketches,
            long tokens,
            StatisticsConfig config) {
        this.side = side;
        this.config = config;
        this.count = count;
        this.sum = sum;
        this.max = max;
        this.histogram = histogram;
        this.top = evidence.top();
        this.samples = evidence.samples();
        this.nearMisses = evidence.nearMisses();
        this.spread = new SpreadAccumulator(evidence.spread());
        this.sketches = sketches;
        this.tokens = tokens;
        this.peak = new float[count.length];
        this.peakRow = new int[count.length];
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

    CorpusEvidence evidence() {
        return new CorpusEvidence(top, samples, nearMisses, spread.spread());
    }

    TokenSketches sketches() {
        return sketches;
    }

    long tokens() {
        return tokens;
    }

    /** Adds a batch, observed at its valid rows. */
    void add(TokenBatch batch, ValidRows valid, Observation observed) {
        BatchEntries entries = new BatchEntries(batch, valid, observed.entries());
        int row = 0;
        while (row < valid.size()) {
            int end = row;
            while (end < valid.size() && valid.rows()[end] == valid.rows()[row]) {
                end++;
            }
            addDocument(entries, row, end);
            row = end;
        }
        addNearMisses(entries, observed);
        tokens += valid.size();
    }

    private void addDocument(BatchEntries batch, int firstRow, int endRow) {
        int document = batch.document(firstRow);
        SparseEntries entries = batch.entries();
        spread.begin(document, endRow - firstRow);
        int touchedCount = 0;
        for (int row = firstRow; row < endRow; row++) {
            int hash = TokenHash.of(side, document, batch.position(row));
            for (int e = batch.start(row); e < batch.start(row + 1); e++) {
                int feature = entries.features()[e];
                float value = entries.values()[e];
                count(feature, value);
                spread.on(feature, row - firstRow, value);
                sketches.add(feature, hash);
                if (samples.admits(feature, document, batch.position(row), value)) {
                    samples.add(feature, passage(batch, firstRow, endRow, row, feature, value));
                }
                if (peak[feature] == 0) {
                    touched[touchedCount++] = feature;
                }
                if (value > peak[feature]) {
                    peak[feature] = value;
                    peakRow[feature] = row;
                }
            }
        }
        for (int i = 0; i < touchedCount; i++) {
            int feature = touched[i];
            int row = peakRow[feature];
            if (top.admits(feature, document, batch.position(row), peak[feature])) {
                top.add(feature, passage(batch, firstRow, endRow, row, feature, peak[feature]));
            }
            spread.end(feature, endRow - firstRow);
            peak[feature] = 0;
        }
    }

    private void count(int feature, float value) {
        count[feature]++;
        sum[feature] += value;
        max[feature] = Math.max(max[feature], value);
        histogram[feature][ActivationBins.of(value)]++;
    }

    /**
     * decision: one candidate a batch and feature, the row that came nearest. It is let go where the feature is on close by: what is
     * wanted is a text without it, not the token before its peak.
     */
    private void addNearMisses(BatchEntries batch, Observation observed) {
        for (int feature = 0; feature < count.length; feature++) {
            float margin = observed.margins()[feature];
            int row = observed.rows()[feature];
            if (margin > Observation.ALWAYS_ON
                    && nearMisses.admits(feature, batch.document(row), batch.position(row), margin)) {
                Kept kept = passage(batch, batch.firstRow(row), batch.endRow(row), row, feature, margin);
                if (kept.on().length == 0) {
                    nearMisses.add(feature, kept);
                }
            }
        }
    }

    private Kept passage(BatchEntries batch, int firstRow, int endRow, int row, int feature, float value) {
        int from = Math.max(firstRow, row - config.windowBefore());
        int to = Math.min(endRow, row + config.windowAfter() + 1);
        int[] on = new int[2 * (to - from)];
        int n = 0;
        for (int i = from; i < to; i++) {
            float activation = batch.activation(i, feature);
            if (activation > 0) {
                on[n++] = batch.position(i);
                on[n++] = Float.floatToRawIntBits(activation);
            }
        }
        return new Kept(
                batch.document(row),
                batch.position(row),
                batch.position(from),
                batch.position(to - 1) + 1,
                value,
                Arrays.copyOf(on, n));
    }
}
