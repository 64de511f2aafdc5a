package lacuna.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;

/**
 * What {@code config.json} says about a decoder-only transformer, in one spelling: published checkpoints write {@code rope_theta} and
 * {@code rope_scaling}, newer ones {@code rope_parameters}; both are read.
 *
 * @param family transformers' {@code model_type}
 * @param width d_model, the residual stream's width
 * @param headWidth width of one attention head
 * @param tied whether the output head shares the embedding matrix
 * @param storedAs the dtype the weights were published in
 */
public record ModelConfig(
        String family,
        int layers,
        int width,
        int heads,
        int keyValueHeads,
        int headWidth,
        int mlpWidth,
        int vocabulary,
        int contextLength,
        double normEpsilon,
        RopeScaling rope,
        boolean tied,
        Dtype storedAs) {

    /** Beyond any model; keeps a damaged file from asking for endless work. */
    private static final int LARGEST = 10_000_000;

    private static final int MOST_LAYERS = 10_000;
    private static final Set<String> SUPPORTED = Set.of("llama");

    /** Reads and checks {@code folder/config.json}. */
    public static ModelConfig read(Path folder) throws LacunaException {
        Path file = folder.resolve("config.json");
        if (!Files.isDirectory(folder)) {
            throw new LacunaException("There is no model folder " + folder + ". Check the path.");
        }
        if (!Files.exists(file)) {
            throw new LacunaException(
                    folder + " holds no config.json, so it is not a model folder in Hugging Face layout.");
        }
        return new Reader(file, Json.readTree(file)).config();
    }

    /** Parameters of the blocks, embeddings and head, by arithmetic. */
    public long parameters() {
        long attention = 2L * width * heads * headWidth + 2L * width * keyValueHeads * headWidth;
        long block = attention + 3L * width * mlpWidth + 2L * width;
        return layers * block + width + (tied ? 1L : 2L) * vocabulary * width;
    }

    /** Width of the activations at a hook point. */
    public int widthAt(HookPoint hook) {
        return hook.kind() == HookPoint.Kind.ATTN_Z ? heads * headWidth : width;
    }

    /** @throws LacunaException if the model has no such place, or this version does not read it */
    public void require(HookPoint hook) throws LacunaException {
        if (hook.layer() >= layers) {
            throw new LacunaException(
                    hook + " does not exist: the model has blocks 0 to " + (layers - 1) + ". Choose one of those.");
        }
        if (!hook.isBetweenBlocks()) {
            throw new LacunaException(
                    hook + " is not read yet on models of family " + family + "; resid_pre and resid_post are.");
        }
    }

    private record Reader(Path file, JsonNode node) {

        ModelConfig config() throws LacunaException {
            String family = node.path("model_type").asText("");
            if (!SUPPORTED.contains(family)) {
                throw new LacunaException(file + " describes the architecture '" + family
                        + "', which this version cannot run. It runs: " + SUPPORTED
                        + ". Nothing was loaded.");
            }
            refuse("hidden_act", "silu", node.path("hidden_act").asText("silu"));
            refuse("attention_bias", "false", node.path("attention_bias").asText("false"));
            refuse("mlp_bias", "false", node.path("mlp_bias").asText("false"));
            if (node.path("num_hidden_layers").asInt() > MOST_LAYERS) {
                throw new LacunaException(file + " asks for " + node.path("num_hidden_layers")
                        + " blocks, more than any model has; the file is damaged. Fetch it again.");
            }
            int width = positive("hidden_size");
            int heads = positive("num_attention_heads");
            int keyValueHeads = node.path("num_key_value_heads").asInt(heads);
            int headWidth = node.path("head_dim").asInt(width / heads);
            if (keyValueHeads < 1 || heads % keyValueHeads != 0 || headWidth < 2 || headWidth % 2 != 0) {
                throw new LacunaException(file + " is contradictory: " + heads + " heads, " + keyValueHeads
                        + " key/value heads, head width " + headWidth + ".");
            }
            return new ModelConfig(
                    family,
                    positive("num_hidden_layers"),
                    width,
                    heads,
                    keyValueHeads,
                    headWidth,
                    positive("intermediate_size"),
                    positive("vocab_size"),
                    node.path("max_position_embeddings").asInt(2048),
                    node.path("rms_norm_eps").asDouble(1e-6),
                    rope(),
                    node.path("tie_word_embeddings").asBoolean(false),
                    dtype());
        }

        private RopeScaling rope() throws LacunaException {
            JsonNode newer = node.path("rope_parameters");
            JsonNode scaling = newer.isObject() ? newer : node.path("rope_scaling");
            double theta = newer.has("rope_theta")
                    ? newer.path("rope_theta").asDouble()
                    : node.path("rope_theta").asDouble(10000);
            if (!scaling.isObject()) {
                return RopeScaling.plain(theta);
            }
            String kind = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
            return switch (kind) {
                case "default" -> RopeScaling.plain(theta);
                case "linear" ->
                    new RopeScaling(theta, scaling.path("factor").asDouble(1), 1, 1, 0, RopeScaling.Kind.LINEAR);
                case "llama3" ->
                    new RopeScaling(
                            theta,
                            scaling.path("factor").asDouble(8),
                            scaling.path("low_freq_factor").asDouble(1),
                            scaling.path("high_freq_factor").asDouble(4),
                            scaling.path("original_max_position_embeddings").asInt(8192),
                            RopeScaling.Kind.LLAMA3);
                default ->
                    throw new LacunaException(file + " asks for rotary scaling of type '" + kind
                            + "'; default, linear and llama3 are supported.");
            };
        }

        private Dtype dtype() {
            String name = node.path("dtype").asText(node.path("torch_dtype").asText("float32"));
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "bfloat16" -> Dtype.BF16;
                case "float16" -> Dtype.F16;
                default -> Dtype.F32;
            };
        }

        private int positive(String field) throws LacunaException {
            int value = node.path(field).asInt(0);
            if (value < 1 || value > LARGEST) {
                throw new LacunaException(file + " has no usable " + field + " (found " + node.path(field)
                        + "); it must be a whole number from 1 to " + LARGEST + ".");
            }
            return value;
        }

        private void refuse(String field, String supported, String found) throws LacunaException {
            if (!found.equals(supported)) {
                throw new LacunaException(file + " has " + field + " = " + found + "; for this family only " + supported
                        + " is supported.");
            }
        }
    }
}
