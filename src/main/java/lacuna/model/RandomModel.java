package lacuna.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Dtype;
import lacuna.tensor.SafetensorsWriter;

/**
 * Writes a model folder of a given geometry with random weights: what loading, memory and speed are tried on where the real weights
 * cannot be had. Values are made as they are written; a model of any size takes a few megabytes of memory. For speed alone, where no file
 * is wanted, {@link LanguageModel#random} makes weights where they compute.
 */
public final class RandomModel {

    private static final int TABLE = 1 << 16;

    private final ModelConfig config;
    private final Path source;
    private final Dtype dtype;
    private final long seed;

    /**
     * @param source folder whose config.json gives the geometry
     * @param dtype F32, F16 or BF16
     */
    public RandomModel(Path source, Dtype dtype, long seed) throws LacunaException {
        this.config = ModelConfig.read(source);
        this.source = source;
        this.dtype = dtype;
        this.seed = seed;
    }

    /** @return parameters written */
    public long write(Path folder, long shardBytes, Progress progress) throws LacunaException {
        List<List<Parameter>> shards = shards(shardBytes);
        JsonNode json = Json.readTree(source.resolve("config.json"));
        Json.write(folder.resolve("config.json"), ((ObjectNode) json.deepCopy()).put("torch_dtype", dtype.torchName()));
        Map<String, String> index = new LinkedHashMap<>();
        for (int i = 0; i < shards.size(); i++) {
            String file = shards.size() == 1
                    ? "model.safetensors"
                    : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
            for (Parameter parameter : shards.get(i)) {
                index.put(parameter.name(), file);
                writer.streamed(parameter.name(), values(parameter), dtype, parameter.storedShape());
            }
            progress.report("Writing " + file, i, shards.size());
            progress.check();
            writer.write(folder.resolve(file));
        }
        if (shards.size() > 1) {
            Json.write(
                    folder.resolve("model.safetensors.index.json"),
                    Map.of("metadata", Map.of("total_size", config.parameters() * dtype.bytes()), "weight_map", index));
        }
        return config.parameters();
    }

    private List<List<Parameter>> shards(long shardBytes) {
        List<List<Parameter>> shards = new ArrayList<>();
        long room = 0;
        for (Parameter parameter : Family.of(config).layout(config).all().values()) {
            long bytes = parameter.shape().size() * dtype.bytes();
            if (shards.isEmpty() || bytes > room) {
                shards.add(new ArrayList<>());
                room = shardBytes;
            }
            shards.get(shards.size() - 1).add(parameter);
            room -= bytes;
        }
        return shards;
    }

    /** Matrices normal with deviation 1/sqrt(d_in), so that activations keep their size; gains near 1; biases near 0. */
    private SafetensorsWriter.FloatSource values(Parameter parameter) {
        SplittableRandom random = new SplittableRandom(seed ^ parameter.name().hashCode() * 0x9E3779B97F4A7C15L);
        boolean vector = parameter.shape().dimension() == 1;
        double deviation = vector ? 0.02 : 1 / Math.sqrt(parameter.shape().get(1));
        float centre = vector && !parameter.name().endsWith(".bias") ? 1 : 0;
        float[] table = new float[TABLE]; // decision: drawn from a table, because billions of logarithms take minutes
        for (int i = 0; i < TABLE; i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            table[i] = centre + (float) (deviation * radius * Math.cos(2 * Math.PI * random.nextDouble()));
        }
        return (from, into) -> {
            for (int i = 0; i < into.length; i++) {
                into[i] = table[random.nextInt(TABLE)];
            }
        };
    }
}
