package lacuna.features;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Scope;

/**
 * The features whose decoder directions point most nearly the same way as that of one feature: cos(d<sub>f</sub>, d<sub>g</sub>), in
 * the same SAE or in one of another layer, for all of them write into the same residual stream.
 */
public final class DecoderNeighbours {

    private DecoderNeighbours() {}

    /**
     * Reads all directions of the others once; on the compute thread.
     *
     * @param others the SAE to look in, which may be the same; the feature itself is left out
     * @return nearest first, at most {@code count}
     */
    public static List<Neighbour> of(SparseAutoencoder sae, int feature, SparseAutoencoder others, int count) {
        float[] products;
        float[] direction;
        try (Scope scope = Scope.open()) {
            NDArray row = sae.decoderWeight().get(feature); // [d_in]
            direction = row.toFloatArray();
            products = others.decoderWeight().matMul(row).toFloatArray(); // [d_sae]
        }
        float[] norms = others.decoderNorms();
        double length = 0;
        for (float part : direction) {
            length += (double) part * part;
        }
        length = Math.sqrt(length);
        List<Neighbour> nearest = new ArrayList<>();
        for (int other = 0; other < products.length; other++) {
            boolean itself = other == feature && others.hook().equals(sae.hook());
            double scale = length * norms[other];
            if (!itself && scale > 0) {
                Neighbour.keep(nearest, new Neighbour(others.hook(), other, products[other] / scale), count);
            }
        }
        return nearest;
    }
}
