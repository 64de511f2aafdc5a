package lacuna.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** Writes model folders that transformers loads. */
public final class ModelFiles {

    private static final List<String> COMPANIONS =
            List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "generation_config.json");

    private ModelFiles() {}

    /**
     * The model with an adapter folded into its weights: W + (alpha/rank) B A for every adapted projection. The weights keep the dtype
     * they were published in; configuration and tokenizer are copied along. The weights file comes last, so that a folder without it
     * is visibly unfinished.
     */
    public static void saveMerged(LanguageModel model, LoraAdapter adapter, Path folder) throws LacunaException {
        copyCompanions(model.folder(), folder, "config.json");
        save(model, adapter, model.config().storedAs(), folder);
    }

    /** A model trained here: weights in the given format, {@code config.json} in the spelling that old and new readers know. */
    public static void save(LanguageModel model, Dtype dtype, Path folder) throws LacunaException {
        copyCompanions(model.folder(), folder, "tokenizer.json");
        Json.write(folder.resolve("config.json"), configuration(model, dtype));
        save(model, null, dtype, folder);
    }

    /** Copies a model's tokenizer files to another folder. */
    public static void copyTokenizer(Path from, Path to) throws LacunaException {
        copyCompanions(from, to, "tokenizer.json");
    }

    private static void save(LanguageModel model, @Nullable LoraAdapter adapter, Dtype dtype, Path folder)
            throws LacunaException {
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        for (Map.Entry<String, NDArray> tensor :
                model.weights().named(model.config()).entrySet()) {
            try (Scope scope = Scope.open()) {
                writer.array(tensor.getKey(), merged(model, adapter, tensor.getKey(), tensor.getValue()), dtype);
            }
        }
        writer.write(folder.resolve("model.safetensors"));
    }

    private static NDArray merged(LanguageModel model, @Nullable LoraAdapter adapter, String name, NDArray weight) {
        NDArray delta = adapter == null || !name.endsWith(".weight") ? null : adapter.delta(name);
        NDArray seen = delta == null ? weight : weight.add(delta);
        Parameter parameter = model.layout().all().get(name);
        return parameter != null && parameter.isTransposed() ? seen.transpose() : seen;
    }

    private static void copyCompanions(Path from, Path to, String required) throws LacunaException {
        if (from.toAbsolutePath().normalize().equals(to.toAbsolutePath().normalize())) {
            return;
        }
        try {
            Files.createDirectories(to);
            copy(from, to, required);
            for (String name : COMPANIONS) {
                if (Files.exists(from.resolve(name))) {
                    copy(from, to, name);
                }
            }
        } catch (IOException e) {
            throw new LacunaException(
                    "Cannot write the model folder " + to + ": " + e.getMessage()
                            + ". Free some space or choose another folder.",
                    e);
        }
    }

    private static void copy(Path from, Path to, String name) throws IOException {
        Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, Object> configuration(LanguageModel model, Dtype dtype) {
        ModelConfig c = model.config();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of("LlamaForCausalLM"));
        json.put("model_type", c.family());
        json.put("hidden_size", c.width());
        json.put("intermediate_size", c.mlpWidth());
        json.put("num_hidden_layers", c.layers());
        json.put("num_attention_heads", c.heads());
        json.put("num_key_value_heads", c.keyValueHeads());
        json.put("head_dim", c.headWidth());
        json.put("vocab_size", c.vocabulary());
        json.put("max_position_embeddings", c.contextLength());
        json.put("rms_norm_eps", c.normEpsilon());
        json.put("rope_theta", c.attention().rope().theta());
        json.put("hidden_act", "silu");
        json.put("attention_bias", false);
        json.put("mlp_bias", false);
        json.put("tie_word_embeddings", c.tied());
        json.put("bos_token_id", model.tokenizer().bosId());
        json.put("eos_token_id", model.tokenizer().eosId());
        json.put("pad_token_id", model.tokenizer().padId());
        json.put("torch_dtype", dtype.torchName());
        return json;
    }
}
