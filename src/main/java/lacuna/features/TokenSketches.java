package lacuna.features;

import java.util.Arrays;

/**
 * How often features are on at the same tokens, of one SAE or of several, without counting pairs: of the tokens of both corpora at
 * which a feature is on, the {@link #SIZE} with the smallest hashes are kept (bottom-k sketches, Cohen 1997). As all features use the
 * same hashes, the sketches of two of them tell the Jaccard index of their sets of tokens, |A and B| / |A or B|: exactly where the sets
 * are no larger than the sketch, else with a standard error of sqrt(J (1 - J) / {@link #SIZE}), 0.06 at worst.
 *
 * <p>Memory: features * {@link #SIZE} * 4 bytes at most.
 */
public final class TokenSketches {

    /** Hashes kept for a feature. */
    public static final int SIZE = 64;

    private static final int[] EMPTY = {};

    private final int[][] hashes;
    private final int[] sizes;

    TokenSketches(int features) {
        this.hashes = new int[features][];
        Arrays.fill(hashes, EMPTY);
        this.sizes = new int[features];
    }

    public int features() {
        return sizes.length;
    }

    void add(int feature, int hash) {
        int[] kept = hashes[feature];
        int size = sizes[feature];
        if (size == SIZE && hash >= kept[size - 1]) {
            return;
        }
        int found = Arrays.binarySearch(kept, 0, size, hash);
        if (found >= 0) {
            return; // assumption: that two tokens of a corpus share one of 2^32 hashes is rare enough to be ignored
        }
        if (size == kept.length && size < SIZE) {
            kept = Arrays.copyOf(kept, Math.max(4, 2 * size));
            hashes[feature] = kept;
        }
        int place = -found - 1;
        System.arraycopy(kept, place, kept, place + 1, Math.min(size, SIZE - 1) - place);
        kept[place] = hash;
        sizes[feature] = Math.min(SIZE, size + 1);
    }

    /** The hashes of a feature, ascending. */
    int[] of(int feature) {
        return Arrays.copyOf(hashes[feature], sizes[feature]);
    }

    /**
     * Share of the tokens at which either is on at which both are, 0 to 1.
     *
     * @param others sketches of the same corpora: these, or those of another layer
     */
    public double overlap(int feature, TokenSketches others, int other) {
        int[] a = hashes[feature];
        int[] b = others.hashes[other];
        int sizeA = sizes[feature];
        int sizeB = others.sizes[other];
        int i = 0;
        int j = 0;
        int union = 0;
        int both = 0;
        while (union < SIZE && (i < sizeA || j < sizeB)) {
            // beyond the end of a full sketch nothing is known, and the union of both has reached its size before
            int next = j >= sizeB || i < sizeA && a[i] <= b[j] ? a[i] : b[j];
            boolean inA = i < sizeA && a[i] == next;
            boolean inB = j < sizeB && b[j] == next;
            i += inA ? 1 : 0;
            j += inB ? 1 : 0;
            both += inA && inB ? 1 : 0;
            union++;
        }
        return union == 0 ? 0 : (double) both / union;
    }
}
