package lacuna.features;

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

    /** Position of the place of interest in the document. */
    public int position() {
        return firstPosition + peak;
    }
}
