package lacuna.features;

import java.util.function.IntFunction;

/**
 * The tokens around a place of interest: where a feature is strongly on, where it happened to be on, or where it was nearly on.
 *
 * @param document place of the document in its corpus, from 0
 * @param tokenIds [n] the tokens shown
 * @param firstPosition position of the first of them in the document
 * @param activations [n] the feature's activation at each, 0 where it is off
 * @param max activation at the place of interest; of a near miss by how much it fell short, negative
 * @param peak index of that place among the tokens shown
 */
public record Passage(int document, int[] tokenIds, int firstPosition, float[] activations, float max, int peak) {

    /** Tokens between a cut and the word that it is moved to, at most: some languages write no spaces. */
    private static final int NEAR = 8;

    /** Position of the place of interest in the document. */
    public int position() {
        return firstPosition + peak;
    }

    /**
     * Where to begin showing it, so that it does not begin in the middle of a word: the beginning of the word that a token belongs to if
     * that was kept, else the next word up to the peak, if the feature is off until there.
     *
     * @param from index of the first token wanted, at most that of the peak
     * @param pieces text of a token
     * @return {@code from} itself where no word begins near
     */
    public int wordStart(int from, IntFunction<String> pieces) {
        for (int at = from; at >= Math.max(0, from - NEAR); at--) {
            if (beginsWord(at, pieces)) {
                return at;
            }
        }
        for (int at = from + 1; at <= Math.min(peak, from + NEAR) && activations[at - 1] == 0; at++) {
            if (beginsWord(at, pieces)) {
                return at;
            }
        }
        return from;
    }

    private boolean beginsWord(int at, IntFunction<String> pieces) {
        if (at == 0 && firstPosition <= 1) {
            return true; // the text begins here, behind its beginning-of-text token if it has one
        }
        String before = at == 0 ? "" : pieces.apply(tokenIds[at - 1]);
        String piece = pieces.apply(tokenIds[at]);
        return piece.isEmpty()
                || Character.isWhitespace(piece.charAt(0))
                || !before.isEmpty() && Character.isWhitespace(before.charAt(before.length() - 1));
    }
}
