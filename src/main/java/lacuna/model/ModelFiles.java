package lacuna.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lacuna.run.IoReason;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** Writes model folders that transformers loads. */
public final class ModelFiles {

    private static final List<String> COMPANIONS =
            List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "generation_config.json");

    private ModelFiles() {}

    /**
     * The model with an adapter folded into its weights: W + (alpha/rank) B A for every adapted projection, computed in f32 from the
     * stored values, one tensor at a time. Every other tensor, the configuration and the tokenizer are carried over as they are; weights
     * keep the dtype they were published in. The weights file comes last, so that a folder without it is visibly unfinished.
     */
    public static void saveMerged(LanguageModel model, LoraAdapter adapter, Path folder) throws LacunaException {
        copyCompanions(model.folder(), folder, "config.json");
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        try (WeightFiles files = WeightFiles.open(model.folder())) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            for (Parameter parameter : model.layout().all().values()) {
                parameters.put(files.spelling(model.layout(), parameter.name()), parameter);
            }
            for (Map.Entry<String, Safetensors> stored : files.holders().entrySet()) {
                Safetensors.Entry entry = stored.getValue().entry(stored.getKey());
                Parameter parameter = parameters.get(stored.getKey());
                if (entry.dtype().isFloating()) {
                    Merged values = new Merged(stored.getValue(), entry, adapter, parameter);
                    writer.streamed(entry.name(), values, entry.dtype(), entry.shape());
                } else if (parameter != null) {
                    throw new LacunaException("Tensor " + entry + " of "
                            + stored.getValue().file() + " is not floating-point, so nothing can be merged into it.");
                } // decision: whole-number buffers of old checkpoints (causal masks) are not weights and are left out
            }
            writer.write(folder.resolve("model.safetensors"));
        }
    }

    /** A stored tensor with the adapter's change added as it is read. */
    private static final class Merged implements SafetensorsWriter.FloatSource {

        private final Safetensors file;
        private final Safetensors.Entry entry;
        private final LoraAdapter adapter;
        private final @Nullable Parameter parameter;
        private float @Nullable [] delta;

        Merged(Safetensors file, Safetensors.Entry entry, LoraAdapter adapter, @Nullable Parameter parameter) {
            this.file = file;
            this.entry = entry;
            this.adapter = adapter;
            this.parameter = parameter;
        }

        @Override
        public void read(long from, float[] into) throws IOException, LacunaException {
            file.read(entry, from, into);
            float[] change = from == 0 ? change() : delta;
            if (change != null) {
                for (int i = 0; i < into.length; i++) {
                    into[i] += change[(int) from + i];
                }
            }
            delta = from + into.length == entry.size() ? null : change;
        }

        private float @Nullable [] change() {
            if (parameter == null || parameter.projection() == null) {
                return null;
            }
            try (Scope scope = Scope.open()) {
                NDArray change = adapter.delta(parameter.name());
                if (change == null) {
                    return null;
                }
                return (parameter.isTransposed() ? change.transpose() : change).toFloatArray();
            }
        }
    }

    /** A model trained here: weights in the given format, {@code config.json} in the spelling that old and new readers know. */
    public static void save(LanguageModel model, Dtype dtype, Path folder) throws LacunaException {
        copyCompanions(model.folder(), folder, "tokenizer.json");
        Json.write(folder.resolve("config.json"), configuration(model, dtype));
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        model.weights().named(model.config()).forEach((name, array) -> writer.array(name, array, dtype));
        writer.write(folder.resolve("model.safetensors"));
    }

    /** Copies a model's tokenizer files to another folder. */
    public static void copyTokenizer(Path from, Path to) throws LacunaException {
        copyCompanions(from, to, "tokenizer.json");
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
                    "Cannot write the model folder " + to + ": " + IoReason.of(e)
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
