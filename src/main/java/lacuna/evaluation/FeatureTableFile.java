package lacuna.evaluation;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lacuna.evaluation.FeatureTable.Fit;
import lacuna.evaluation.FeatureTable.Layer;
import lacuna.evaluation.FeatureTable.Texts;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;

/** A {@link FeatureTable} as safetensors: {@code LAYER/rate} and {@code LAYER/mean}, f32 [d_sae] each; the rest stands in the header. */
public final class FeatureTableFile {

    private static final String KEY = "key";
    private static final String TEXTS = "texts";
    private static final String FITS = "fits";

    private FeatureTableFile() {}

    /** @param key changes with everything the table depends on */
    public static void write(FeatureTable table, String key, Path file) throws LacunaException {
        Map<String, Fit> fits = new TreeMap<>();
        SafetensorsWriter writer = new SafetensorsWriter();
        for (Layer layer : table.layers()) {
            fits.put(layer.layer(), layer.fit());
            writer.floats(layer.layer() + "/rate", layer.rate(), layer.rate().length)
                    .floats(layer.layer() + "/mean", layer.mean(), layer.mean().length);
        }
        writer.metadata(KEY, key)
                .metadata(TEXTS, Json.line(table.texts()))
                .metadata(FITS, Json.line(fits))
                .write(file);
    }

    /**
     * @param layers of the SAEs, in their order
     * @return empty if there is no such file, or it was made under another key
     * @throws LacunaException if the file is damaged
     */
    public static Optional<FeatureTable> read(Path file, String key, List<String> layers) throws LacunaException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Safetensors saved = Safetensors.open(file)) {
            if (!key.equals(saved.metadata().get(KEY))) {
                return Optional.empty();
            }
            Texts texts = Json.parse(header(saved, TEXTS), new TypeReference<Texts>() {}, file.toString());
            Map<String, Fit> fits =
                    Json.parse(header(saved, FITS), new TypeReference<Map<String, Fit>>() {}, file.toString());
            List<Layer> read = new ArrayList<>();
            for (String layer : layers) {
                Fit fit = fits.get(layer);
                if (fit == null) {
                    throw incomplete(saved, layer);
                }
                read.add(new Layer(layer, saved.floats(layer + "/rate"), saved.floats(layer + "/mean"), fit));
            }
            return Optional.of(new FeatureTable(texts, read));
        }
    }

    private static String header(Safetensors saved, String name) throws LacunaException {
        String value = saved.metadata().get(name);
        if (value == null) {
            throw incomplete(saved, name);
        }
        return value;
    }

    private static LacunaException incomplete(Safetensors saved, String what) {
        return new LacunaException(
                saved.file() + " says nothing about '" + what + "'. Delete it; it will be measured again.");
    }
}
