package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Safetensors;

/**
 * The tensors of a Llama-layout model, under the names Hugging Face gives them, f32 on the engine's device.
 *
 * @param embedding [vocabulary, d_model]
 * @param blocks per block, in the kernel's order: input norm [d_model], q [heads*headWidth, d_model], k and v
 *     [keyValueHeads*headWidth, d_model], o [d_model, heads*headWidth], post-attention norm [d_model], gate and up [mlpWidth, d_model],
 *     down [d_model, mlpWidth]
 * @param finalNorm [d_model]
 * @param head [vocabulary, d_model]; the embedding itself when tied
 */
public record Weights(NDArray embedding, List<List<NDArray>> blocks, NDArray finalNorm, NDArray head) {

    static final String EMBEDDING = "model.embed_tokens.weight";
    static final String FINAL_NORM = "model.norm.weight";
    static final String HEAD = "lm_head.weight";
    private static final String SINGLE_FILE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    /** Name and shape of every tensor of the layout, in the order of the blocks. */
    public static Map<String, long[]> layout(ModelConfig c) {
        Map<String, long[]> layout = new LinkedHashMap<>();
        layout.put(EMBEDDING, new long[] {c.vocabulary(), c.width()});
        for (int block = 0; block < c.layers(); block++) {
            layout.putAll(blockLayout(c, block));
        }
        layout.put(FINAL_NORM, new long[] {c.width()});
        if (!c.tied()) {
            layout.put(HEAD, new long[] {c.vocabulary(), c.width()});
        }
        return layout;
    }

    private static Map<String, long[]> blockLayout(ModelConfig c, int block) {
        String prefix = "model.layers." + block + ".";
        long queries = (long) c.heads() * c.headWidth();
        long keys = (long) c.keyValueHeads() * c.headWidth();
        Map<String, long[]> layout = new LinkedHashMap<>();
        layout.put(prefix + "input_layernorm.weight", new long[] {c.width()});
        layout.put(prefix + "self_attn.q_proj.weight", new long[] {queries, c.width()});
        layout.put(prefix + "self_attn.k_proj.weight", new long[] {keys, c.width()});
        layout.put(prefix + "self_attn.v_proj.weight", new long[] {keys, c.width()});
        layout.put(prefix + "self_attn.o_proj.weight", new long[] {c.width(), queries});
        layout.put(prefix + "post_attention_layernorm.weight", new long[] {c.width()});
        layout.put(prefix + "mlp.gate_proj.weight", new long[] {c.mlpWidth(), c.width()});
        layout.put(prefix + "mlp.up_proj.weight", new long[] {c.mlpWidth(), c.width()});
        layout.put(prefix + "mlp.down_proj.weight", new long[] {c.width(), c.mlpWidth()});
        return layout;
    }

    /** Reads single-file or sharded weights, checking every shape against the configuration before loading anything. */
    public static Weights read(Path folder, ModelConfig config, NDManager manager) throws LacunaException {
        try (Shards shards = Shards.open(folder)) {
            Map<String, long[]> layout = layout(config);
            for (Map.Entry<String, long[]> tensor : layout.entrySet()) {
                shards.holder(tensor.getKey()).require(tensor.getKey(), tensor.getValue());
            }
            Map<String, NDArray> loaded = new LinkedHashMap<>();
            for (String name : layout.keySet()) {
                loaded.put(name, shards.holder(name).load(manager, name));
            }
            return of(config, loaded);
        }
    }

    /** Arranges named tensors of {@link #layout}. */
    public static Weights of(ModelConfig config, Map<String, NDArray> named) {
        List<List<NDArray>> blocks = new ArrayList<>();
        for (int block = 0; block < config.layers(); block++) {
            blocks.add(blockLayout(config, block).keySet().stream()
                    .map(n -> get(named, n))
                    .toList());
        }
        NDArray embedding = get(named, EMBEDDING);
        return new Weights(
                embedding, List.copyOf(blocks), get(named, FINAL_NORM), config.tied() ? embedding : get(named, HEAD));
    }

    private static NDArray get(Map<String, NDArray> named, String name) {
        NDArray array = named.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        return array;
    }

    /** All tensors by name, in the order of {@link #layout}. */
    public Map<String, NDArray> named(ModelConfig config) {
        List<NDArray> flat = new ArrayList<>();
        flat.add(embedding);
        blocks.forEach(flat::addAll);
        flat.add(finalNorm);
        flat.add(head);
        Map<String, NDArray> named = new LinkedHashMap<>();
        int i = 0;
        for (String name : layout(config).keySet()) {
            named.put(name, flat.get(i++));
        }
        return named;
    }

    /** The safetensors files of a model folder: one, or several with an index that says which holds what. */
    private record Shards(Map<String, Safetensors> byTensor, List<Safetensors> files) implements AutoCloseable {

        static Shards open(Path folder) throws LacunaException {
            Map<String, Safetensors> byTensor = new LinkedHashMap<>();
            List<Safetensors> files = new ArrayList<>();
            Path index = folder.resolve(INDEX);
            if (!Files.exists(index)) {
                Safetensors only = Safetensors.open(folder.resolve(SINGLE_FILE));
                only.names().forEach(name -> byTensor.put(name, only));
                files.add(only);
                return new Shards(byTensor, files);
            }
            JsonNode map = Json.readTree(index).path("weight_map");
            Map<String, Safetensors> byFile = new LinkedHashMap<>();
            for (String file : new LinkedHashSet<>(values(map))) {
                if (file.contains("/") || file.contains("\\") || file.contains("..")) {
                    throw new LacunaException(
                            index + " points outside its folder (" + file + "); refusing to follow it.");
                }
                Safetensors shard = Safetensors.open(folder.resolve(file));
                files.add(shard);
                byFile.put(file, shard);
            }
            for (Map.Entry<String, JsonNode> tensor : map.properties()) {
                byTensor.put(tensor.getKey(), byFile.get(tensor.getValue().asText()));
            }
            return new Shards(byTensor, files);
        }

        private static List<String> values(JsonNode map) {
            List<String> values = new ArrayList<>();
            map.forEach(node -> values.add(node.asText()));
            return values;
        }

        Safetensors holder(String tensor) throws LacunaException {
            Safetensors holder = byTensor.get(tensor);
            if (holder == null) {
                throw new LacunaException(
                        "The weights in " + files.get(0).file().getParent() + " hold no tensor " + tensor
                                + ", which config.json calls for. A file is missing or belongs to another model.");
            }
            return holder;
        }

        @Override
        public void close() {
            files.forEach(Safetensors::close);
        }
    }
}
