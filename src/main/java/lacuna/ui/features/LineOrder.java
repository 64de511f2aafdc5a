package lacuna.ui.features;

import javafx.scene.control.TableColumn.SortType;

/**
 * Sorts line numbers by a key each, stably: lines of equal key stay in their order. A radix sort over the bits of the keys, because it
 * compares nothing and calls nothing: a million lines take a few passes over two arrays.
 */
final class LineOrder {

    private static final int BITS = 11;
    private static final int PASSES = 6;
    private static final int BUCKETS = 1 << BITS;

    private LineOrder() {}

    /**
     * @param lines in any order
     * @param keys by line
     * @return the same lines, sorted
     */
    static int[] sorted(int[] lines, double[] keys, SortType direction) {
        int n = lines.length;
        long[] bits = new long[n];
        int[][] counts = new int[PASSES][BUCKETS];
        for (int i = 0; i < n; i++) {
            long key = orderedBits(keys[lines[i]]);
            key = direction == SortType.DESCENDING ? ~key : key;
            bits[i] = key;
            for (int pass = 0; pass < PASSES; pass++) {
                counts[pass][digit(key, pass)]++;
            }
        }
        int[] from = lines.clone();
        int[] to = new int[n];
        long[] bitsTo = new long[n];
        for (int pass = 0; pass < PASSES; pass++) {
            if (n == 0 || counts[pass][digit(bits[0], pass)] == n) {
                continue; // all alike in these bits
            }
            int[] next = starts(counts[pass]);
            for (int i = 0; i < n; i++) {
                int place = next[digit(bits[i], pass)]++;
                to[place] = from[i];
                bitsTo[place] = bits[i];
            }
            int[] lineSwap = from;
            from = to;
            to = lineSwap;
            long[] bitSwap = bits;
            bits = bitsTo;
            bitsTo = bitSwap;
        }
        return from;
    }

    private static int digit(long key, int pass) {
        return (int) (key >>> (pass * BITS)) & (BUCKETS - 1);
    }

    private static int[] starts(int[] counts) {
        int[] starts = new int[BUCKETS];
        for (int i = 1; i < BUCKETS; i++) {
            starts[i] = starts[i - 1] + counts[i - 1];
        }
        return starts;
    }

    /** Bits that compare as unsigned numbers the way doubles compare; NaN above all, and the zeros alike. */
    private static long orderedBits(double key) {
        long raw = Double.doubleToLongBits(key + 0.0);
        return raw < 0 ? ~raw : raw | Long.MIN_VALUE;
    }
}
