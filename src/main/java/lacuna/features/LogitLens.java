package lacuna.features;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.model.LanguageModel;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Scope;

/**
 * Which next tokens a feature's direction speaks for, and which against: W<sub>U</sub> (g &#8857; d<sub>f</sub>), with the decoder
 * direction d<sub>f</sub>, the gain g of the final norm and the output head W<sub>U</sub>. Blocks between the SAE and the head are
 * passed over, and so is the norm's division by the length of the residual stream: the order of tokens is what counts.
 *
 * @param top largest first
 * @param bottom smallest first
 * @param bins of all tokens
 */
public record LogitLens(List<TokenLogit> top, List<TokenLogit> bottom, LogitBins bins) {

    /** @param logit in units of the decoder direction's length */
    public record TokenLogit(int token, double logit) {}

    public LogitLens {
        top = List.copyOf(top);
        bottom = List.copyOf(bottom);
    }

    /** Where the model is not at hand. */
    public static LogitLens none() {
        return new LogitLens(List.of(), List.of(), LogitBins.none());
    }

    /**
     * Reads one feature; on the compute thread.
     *
     * @param count tokens at either end
     */
    public static LogitLens of(LanguageModel model, SparseAutoencoder sae, int feature, int count) {
        float[] logits;
        try (Scope scope = Scope.open()) {
            NDArray direction = sae.decoderWeight().get(feature).expandDims(0); // [1, dModel]
            logits = model.readOut(direction).toFloatArray(); // [1, vocabulary]
        }
        int[] order = largestFirst(logits);
        int ends = Math.min(count, order.length / 2);
        int last = order.length - 1;
        return new LogitLens(
                Arrays.stream(order, 0, ends)
                        .mapToObj(id -> new TokenLogit(id, logits[id]))
                        .toList(),
                IntStream.range(0, ends)
                        .mapToObj(i -> new TokenLogit(order[last - i], logits[order[last - i]]))
                        .toList(),
                LogitBins.of(logits));
    }

    /** Token ids; alike ones in the order of their ids. A quarter of a million is common, so that nothing is boxed. */
    private static int[] largestFirst(float[] logits) {
        long[] keys = new long[logits.length];
        for (int id = 0; id < keys.length; id++) {
            int bits = Float.floatToIntBits(logits[id] + 0f); // no negative zero
            int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE); // compares as the floats do
            keys[id] = (long) ~ascending << 32 | id;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }
}
