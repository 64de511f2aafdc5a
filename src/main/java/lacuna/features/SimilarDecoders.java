package lacuna.features;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Scope;

/** Features of one SAE whose decoder directions point nearly the same way: where a concept was split among siblings. */
public final class SimilarDecoders {

    /**
     * @param feature one of those asked about
     * @param other any other feature of the SAE
     * @param cosine of their decoder directions
     */
    public record Pair(int feature, int other, double cosine) {}

    private SimilarDecoders() {}

    /** All pairs of a feature asked about and another with a cosine of at least {@code least}; on the compute thread. */
    public static List<Pair> of(SparseAutoencoder sae, int[] features, double least) {
        List<Pair> pairs = new ArrayList<>();
        float[] norms = sae.decoderNorms();
        for (int feature : features) {
            float[] products;
            try (Scope scope = Scope.open()) {
                NDArray all = sae.decoderWeight(); // [d_sae, d_in]
                products = all.matMul(all.get(feature)).toFloatArray(); // [d_sae]
            }
            for (int other = 0; other < norms.length; other++) {
                double lengths = (double) norms[feature] * norms[other];
                double cosine = lengths == 0 ? 0 : products[other] / lengths;
                if (other != feature && cosine >= least) {
                    pairs.add(new Pair(feature, other, cosine));
                }
            }
        }
        return pairs;
    }
}
