package lacuna.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lacuna.run.LacunaException;

/**
 * An architecture. Its configuration and its tensors are told here; the arithmetic of its blocks is a text of TorchScript that is
 * compiled behind {@code decoder.torchscript}, which holds what all share. To add one: a class, a line in {@link #ALL}, a reference
 * test.
 */
interface Family {

    /** transformers' {@code model_type}. */
    String modelType();

    /** Reads {@code config.json}; missing keys take transformers' defaults. */
    ModelConfig config(ConfigJson json) throws LacunaException;

    /** Names, shapes and order of the tensors. */
    Layout layout(ModelConfig config);

    /** The texts with the family's own kernels: {@code block_sites}, {@code final_norm} and {@code through_norm}. */
    List<String> kernels();

    /** Whether the kernels hold {@code traced_block} and its gradients, too. */
    default boolean hasGradients(ModelConfig config) {
        return false;
    }

    /** Factor on token embeddings. */
    default double embeddingScale(ModelConfig config) {
        return 1;
    }

    /** What this program can run. */
    Map<String, Family> ALL = Stream.of(
                    new Llama(),
                    new Mistral(),
                    new Qwen2(),
                    new Qwen3(),
                    new Gemma2(),
                    Gemma3.text(),
                    Gemma3.withImages(),
                    new Gpt2(),
                    new GptNeoX())
            .collect(Collectors.toMap(Family::modelType, Function.identity(), (a, b) -> a, LinkedHashMap::new));

    /** The family of a configuration that has been read. */
    static Family of(ModelConfig config) {
        Family family = ALL.get(config.family());
        if (family == null) {
            throw new IllegalArgumentException("no family " + config.family());
        }
        return family;
    }

    /** @throws LacunaException if the architecture is not among {@link #ALL} */
    static Family of(Path file, JsonNode json) throws LacunaException {
        String type = json.path("model_type").asText("");
        Family family = ALL.get(type);
        if (family == null) {
            throw new LacunaException(file + " describes the architecture '" + type
                    + "', which this version cannot run. It runs: " + List.copyOf(ALL.keySet())
                    + ". Nothing was loaded.");
        }
        return family;
    }
}
