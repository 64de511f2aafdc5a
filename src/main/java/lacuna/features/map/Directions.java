package lacuna.features.map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;
import lacuna.features.FeatureRef;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Kernels;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;

/**
 * How the decoder directions of some features lie to each other. Features of different SAEs compare, for all write into the same
 * residual stream.
 *
 * @param cosines [n, n] row by row
 * @param plane the first two principal components of the directions, each of length 1
 * @param firstShare of the directions' variance, along the first component, 0 to 1
 * @param secondShare likewise along the second
 */
record Directions(float[] cosines, MapPlaces plane, double firstShare, double secondShare) {

    /** On the compute thread. */
    static Directions of(Torch torch, List<SparseAutoencoder> saes, List<FeatureRef> features) throws LacunaException {
        try (Scope scope = Scope.open();
                Kernels kernels = Kernels.load(torch, Directions.class, "directions.torchscript", Map.of())) {
            NDList compared = kernels.call("compare", rows(saes, features));
            float[] plane = compared.get(1).toFloatArray(); // [n, 2]
            float[] shares = compared.get(2).toFloatArray();
            return new Directions(
                    compared.get(0).toFloatArray(),
                    new MapPlaces(component(plane, 0), component(plane, 1)),
                    shares[0],
                    shares[1]);
        }
    }

    /** [n, d_in], in the order of the features. */
    private static NDArray rows(List<SparseAutoencoder> saes, List<FeatureRef> features) throws LacunaException {
        NDList parts = new NDList();
        int from = 0;
        while (from < features.size()) {
            HookPoint hook = features.get(from).hook();
            int to = from;
            while (to < features.size() && features.get(to).hook().equals(hook)) {
                to++;
            }
            NDArray decoder = at(saes, hook).decoderWeight();
            long[] numbers = features.subList(from, to).stream()
                    .mapToLong(FeatureRef::feature)
                    .toArray();
            NDArray part = decoder.get(decoder.getManager().create(numbers)); // [numbers, d_in]
            if (!parts.isEmpty()
                    && part.getShape().get(1) != parts.get(0).getShape().get(1)) {
                throw new LacunaException("The directions at " + hook + " and at "
                        + features.get(0).hook() + " have different lengths ("
                        + part.getShape().get(1) + " and "
                        + parts.get(0).getShape().get(1)
                        + "), so they do not compare. Choose features of one of the two.");
            }
            parts.add(part);
            from = to;
        }
        return NDArrays.concat(parts, 0);
    }

    private static SparseAutoencoder at(List<SparseAutoencoder> saes, HookPoint hook) throws LacunaException {
        return saes.stream()
                .filter(sae -> sae.hook().equals(hook))
                .findFirst()
                .orElseThrow(() -> new LacunaException("There is no SAE at " + hook + "."));
    }

    /** decision: the sign of a principal component is arbitrary; the largest entry is made positive, so that a map looks the same again. */
    private static float[] component(float[] plane, int column) {
        float[] values = new float[plane.length / 2];
        float extreme = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = plane[2 * i + column];
            extreme = Math.abs(values[i]) > Math.abs(extreme) ? values[i] : extreme;
        }
        for (int i = 0; extreme < 0 && i < values.length; i++) {
            values[i] = -values[i];
        }
        return values;
    }
}
