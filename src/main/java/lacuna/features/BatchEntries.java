package lacuna.features;

import java.util.Arrays;
import lacuna.activations.ValidRows;
import lacuna.sae.SparseEntries;
import lacuna.text.TokenBatch;

/** The activations above zero of a batch, to be looked up by row; a row is one of its tokens that count, from 0. */
final class BatchEntries {

    private final TokenBatch batch;
    private final ValidRows valid;
    private final SparseEntries entries;
    private final int[] starts;

    BatchEntries(TokenBatch batch, ValidRows valid, SparseEntries entries) {
        this.batch = batch;
        this.valid = valid;
        this.entries = entries;
        this.starts = new int[valid.size() + 1];
        for (int row : entries.rows()) {
            starts[row + 1]++;
        }
        for (int i = 0; i < valid.size(); i++) {
            starts[i + 1] += starts[i];
        }
    }

    SparseEntries entries() {
        return entries;
    }

    /** Where the entries of a row begin; those of the next begin where they end. */
    int start(int row) {
        return starts[row];
    }

    /** Place in its corpus of the document a row is from. */
    int document(int row) {
        return batch.documents()[valid.rows()[row]];
    }

    /** Position of a row in its document. */
    int position(int row) {
        return valid.positions()[row];
    }

    /** The first row of the document that a row is from. */
    int firstRow(int row) {
        return row - (valid.positions()[row] - batch.contentStart());
    }

    /** The row after the last of that document. */
    int endRow(int row) {
        return firstRow(row) + batch.lengths()[valid.rows()[row]] - batch.contentStart();
    }

    /** Of a feature at a row, 0 where it is off. */
    float activation(int row, int feature) {
        int at = Arrays.binarySearch(entries.features(), starts[row], starts[row + 1], feature);
        return at >= 0 ? entries.values()[at] : 0;
    }
}
