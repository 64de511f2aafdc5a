package lacuna.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;

/**
 * Typed access to a {@code config.json}. A key that is missing or null takes the default that transformers gives it; a value that makes
 * no sense ends in one sentence naming file and key, before anything of that size is allocated.
 *
 * @param file for messages
 */
record ConfigJson(Path file, JsonNode node) {

    /** Beyond any model; keeps a damaged file from asking for endless work. */
    private static final int LARGEST = 10_000_000;

    private static final int MOST_LAYERS = 10_000;

    int layers(String key) throws LacunaException {
        int layers = positive(key);
        if (layers > MOST_LAYERS) {
            throw new LacunaException(file + " asks for " + layers
                    + " blocks, more than any model has; the file is damaged. Fetch it again.");
        }
        return layers;
    }

    int positive(String key) throws LacunaException {
        return positive(key, 0);
    }

    int positive(String key, int otherwise) throws LacunaException {
        JsonNode found = node.path(key);
        boolean absent = found.isMissingNode() || found.isNull();
        int value = absent ? otherwise : found.isIntegralNumber() && found.canConvertToInt() ? found.intValue() : 0;
        if (value < 1 || value > LARGEST) {
            throw new LacunaException(file + " has no usable " + key + " (found " + (absent ? "none" : found)
                    + "); it must be a whole number from 1 to " + LARGEST + ".");
        }
        return value;
    }

    /** A number above 0. */
    double number(String key, double otherwise) throws LacunaException {
        return number(node, key, otherwise);
    }

    private double number(JsonNode parent, String key, double otherwise) throws LacunaException {
        JsonNode found = parent.path(key);
        if (found.isMissingNode() || found.isNull()) {
            return otherwise;
        }
        double value = found.asDouble(Double.NaN);
        if (!found.isNumber() || !(value > 0) || Double.isInfinite(value)) {
            throw new LacunaException(file + " has " + key + " = " + found + "; it must be a number above 0.");
        }
        return value;
    }

    /** 0 where the key is null: such a cap or window is switched off. */
    double numberOrOff(String key, double otherwise) throws LacunaException {
        return node.path(key).isNull() ? 0 : number(key, otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return node.path(key).asBoolean(otherwise);
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** Refuses a setting that the family's arithmetic here does not cover. */
    void require(String key, String supported) throws LacunaException {
        String found = node.hasNonNull(key) ? node.path(key).asText() : supported;
        if (!found.equals(supported)) {
            throw new LacunaException(file + " has " + key + " = " + found + "; for this family only " + supported
                    + " is supported. Nothing was loaded.");
        }
    }

    /** Checks that heads, key/value heads and head width fit each other. */
    void requireHeads(int heads, int keyValueHeads, int headWidth) throws LacunaException {
        if (keyValueHeads < 1 || heads % keyValueHeads != 0 || headWidth < 2 || headWidth % 2 != 0) {
            throw new LacunaException(file + " is contradictory: " + heads + " heads, " + keyValueHeads
                    + " key/value heads, head width " + headWidth + ".");
        }
        if ((long) heads * headWidth > LARGEST) {
            throw new LacunaException(file + " asks for " + heads + " heads of width " + headWidth
                    + ", more than any model has; the file is damaged. Fetch it again.");
        }
    }

    /** Checks that heads share the width evenly. */
    void requireEvenSplit(int width, int heads) throws LacunaException {
        if (width % heads != 0) {
            throw new LacunaException(
                    file + " is contradictory: " + heads + " heads do not share a width of " + width + " evenly.");
        }
    }

    /** How many dimensions of a head turn, as a share of its width: newer spelling first. */
    int turning(int headWidth, String key, double otherwise) throws LacunaException {
        double share = number(
                node.path("rope_parameters"),
                "partial_rotary_factor",
                number(key, number("partial_rotary_factor", otherwise)));
        int turning = (int) (headWidth * share);
        if (turning < 2 || turning % 2 != 0 || turning > headWidth) {
            throw new LacunaException(file + " lets a share of " + share + " of each head turn, which is not an even"
                    + " number of its " + headWidth + " dimensions.");
        }
        return turning;
    }

    /** A part of the file, as a file of its own. */
    ConfigJson inside(String key) throws LacunaException {
        if (!node.path(key).isObject()) {
            throw new LacunaException(file + " has no " + key + "; it is damaged. Fetch it again.");
        }
        return new ConfigJson(file, node.path(key));
    }

    /** The same with a value for a key that is missing. */
    ConfigJson withDefault(String key, int value) {
        if (node.hasNonNull(key) || !(node instanceof ObjectNode object)) {
            return this;
        }
        return new ConfigJson(file, object.deepCopy().put(key, value));
    }

    /** The blocks that attend to a window only: by {@code layer_types} where it is there, else by the family's rule. */
    Set<Integer> sliding(int layers, IntPredicate rule) throws LacunaException {
        Set<Integer> sliding = new TreeSet<>();
        JsonNode types = node.path("layer_types");
        if (types.isArray() && types.size() != layers) {
            throw new LacunaException(file + " is contradictory: " + layers + " blocks, but " + types.size()
                    + " entries in layer_types.");
        }
        for (int block = 0; block < layers; block++) {
            if (!types.isArray() && rule.test(block)) {
                sliding.add(block);
            } else if (types.isArray()) {
                String type = types.get(block).asText();
                if (!type.equals("sliding_attention") && !type.equals("full_attention")) {
                    throw new LacunaException(file + " names the layer type '" + type
                            + "'; sliding_attention and full_attention are supported.");
                }
                if (type.equals("sliding_attention")) {
                    sliding.add(block);
                }
            }
        }
        return sliding;
    }

    /**
     * Rotary embeddings: {@code rope_parameters} in newer files, {@code rope_theta} with {@code rope_scaling} in published ones.
     *
     * @param theta the family's default
     */
    RopeScaling rope(double theta) throws LacunaException {
        JsonNode newer = node.path("rope_parameters");
        double base = number("rope_theta", theta);
        return newer.isObject() ? rope(newer, base) : rope(node.path("rope_scaling"), base);
    }

    /** @param scaling an object with {@code rope_type} or {@code type}, or anything else for plain rotary embeddings */
    RopeScaling rope(JsonNode scaling, double theta) throws LacunaException {
        if (!scaling.isObject()) {
            return RopeScaling.plain(theta);
        }
        double base = number(scaling, "rope_theta", theta);
        String kind = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
        return switch (kind) {
            case "default" -> RopeScaling.plain(base);
            case "linear" -> new RopeScaling(base, number(scaling, "factor", 1), 1, 1, 0, RopeScaling.Kind.LINEAR);
            case "llama3" ->
                new RopeScaling(
                        base,
                        number(scaling, "factor", 8),
                        number(scaling, "low_freq_factor", 1),
                        number(scaling, "high_freq_factor", 4),
                        (int) number(scaling, "original_max_position_embeddings", 8192),
                        RopeScaling.Kind.LLAMA3);
            default ->
                throw new LacunaException(file + " asks for rotary scaling of type '" + kind
                        + "'; default, linear and llama3 are supported. Nothing was loaded.");
        };
    }

    /** The dtype the weights were published in. */
    Dtype dtype() {
        String name = node.path("dtype").asText(node.path("torch_dtype").asText("float32"));
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "bfloat16" -> Dtype.BF16;
            case "float16" -> Dtype.F16;
            default -> Dtype.F32;
        };
    }
}
