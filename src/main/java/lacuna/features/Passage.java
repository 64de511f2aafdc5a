package lacuna.features;

/**
 * The tokens around a place where a feature is strongly on.
 *
 * @param document place of the document in its corpus, from 0
 * @param tokenIds [n] the tokens shown
 * @param firstPosition position of the first of them in the document
 * @param activations [n] the feature's activation at each, 0 where it is off
 * @param max largest activation in the whole document, which lies among those shown
 */
public record Passage(int document, int[] tokenIds, int firstPosition, float[] activations, float max) {

    /** Index of the peak among the tokens shown. */
    public int peak() {
        for (int i = 0; i < activations.length; i++) {
            if (activations[i] == max) {
                return i;
            }
        }
        return 0;
    }
}
