package lacuna.text;

/**
 * Documents side by side, padded on the right.
 *
 * @param documents [rows] index of each document in its corpus
 * @param ids [rows][width]
 * @param lengths [rows] tokens of each row before its padding
 * @param contentStart first position that stands for text: 1 behind a beginning-of-text token, else 0
 */
public record TokenBatch(int[] documents, int[][] ids, int[] lengths, int contentStart) {

    public TokenBatch {
        if (ids.length == 0 || documents.length != ids.length || lengths.length != ids.length) {
            throw new IllegalArgumentException("a batch of " + documents.length + " documents, " + ids.length
                    + " rows and " + lengths.length + " lengths");
        }
    }

    /** A batch whose rows all begin with the beginning-of-text token. */
    public TokenBatch(int[] documents, int[][] ids, int[] lengths) {
        this(documents, ids, lengths, 1);
    }

    public int rows() {
        return ids.length;
    }

    /** Length of every row, padding included. */
    public int width() {
        return ids[0].length;
    }

    /** Whether a token counts: it is neither the beginning of text nor padding. */
    public boolean isValid(int row, int position) {
        return position >= contentStart && position < lengths[row];
    }

    /** How many tokens count. */
    public long validTokens() {
        long count = 0;
        for (int length : lengths) {
            count += Math.max(0, length - contentStart);
        }
        return count;
    }
}
