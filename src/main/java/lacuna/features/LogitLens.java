package lacuna.features;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Comparator;
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
 */
public record LogitLens(List<TokenLogit> top, List<TokenLogit> bottom) {

    /** @param logit in units of the decoder direction's length */
    public record TokenLogit(int token, double logit) {}

    public LogitLens {
        top = List.copyOf(top);
        bottom = List.copyOf(bottom);
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
        int[] order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(id -> -logits[id]).thenComparingInt(id -> id))
                .mapToInt(id -> id)
                .toArray();
        int ends = Math.min(count, order.length / 2);
        int last = order.length - 1;
        return new LogitLens(
                Arrays.stream(order, 0, ends)
                        .mapToObj(id -> new TokenLogit(id, logits[id]))
                        .toList(),
                IntStream.range(0, ends)
                        .mapToObj(i -> new TokenLogit(order[last - i], logits[order[last - i]]))
                        .toList());
    }
}
