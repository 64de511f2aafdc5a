package lacuna.steering;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/**
 * {@code clamping.json}: what a method without training leaves behind. The weights stay; whoever runs the model has to bring these clamps
 * with it, and whoever leaves them out has the model as it was.
 *
 * @param layers at most one a hook point
 */
public record Clamping(List<Layer> layers) {

    /** Name of the file in a run's adapter folder. */
    public static final String FILE = "clamping.json";

    /**
     * Features of one SAE that are clamped alike.
     *
     * @param layer the hook point, {@code resid_post.4}
     * @param features numbers in the SAE there
     * @param guard share of a text's tokens at which any of the features must be on for anything to happen; null to clamp each feature
     *     wherever it is on
     */
    public record Layer(
            String layer,
            List<Integer> features,
            Clamp clamp,
            @Nullable Double guard) {

        /** Without a guard. */
        public Layer(String layer, List<Integer> features, Clamp clamp) {
            this(layer, features, clamp, null);
        }

        public Layer {
            features = List.copyOf(features);
        }

        int[] numbers() {
            return features.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    public Clamping {
        layers = List.copyOf(layers);
        List<String> seen = new ArrayList<>();
        for (Layer layer : layers) {
            if (seen.contains(layer.layer)) {
                throw new IllegalArgumentException(layer.layer + " is clamped twice");
            }
            seen.add(layer.layer);
        }
    }

    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /** @throws LacunaException if there is none, or it is damaged */
    public static Clamping read(Path folder) throws LacunaException {
        return Json.read(folder.resolve(FILE), Clamping.class);
    }

    public void write(Path folder) throws LacunaException {
        Json.write(folder.resolve(FILE), this);
    }
}
