package lacuna.sae.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import lacuna.model.HookPoint;
import lacuna.run.Json;
import lacuna.sae.SaeDescription;
import lacuna.tensor.SyntheticFiles;
import lacuna.tensor.SyntheticFiles.Array;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Configurations of published releases (values only, trimmed to the keys that matter), each recognised as what it is. Weights of the
 * stated size lie beside them as files full of holes: describing an SAE reads none of its matrices.
 */
class PublishedConfigsTest extends FormatTest {

    private static final long[] SMALL = {8, 32};

    private static JsonNode published(int index) throws Exception {
        try (InputStream in =
                Objects.requireNonNull(PublishedConfigsTest.class.getResourceAsStream("published-configs.json"))) {
            return Json.parseTree(new String(in.readAllBytes(), StandardCharsets.UTF_8), "published-configs.json")
                    .path(index);
        }
    }

    /** Writes a safetensors file of zeros, of which only the header takes room on disk. */
    private static void holes(Path file, Map<String, long[]> shapes) throws IOException {
        Files.createDirectories(file.getParent());
        long offset = 0;
        StringBuilder header = new StringBuilder("{");
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            long end = offset + 4 * Arrays.stream(tensor.getValue()).reduce(1, (a, b) -> a * b);
            header.append(header.length() > 1 ? "," : "")
                    .append("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(tensor.getKey(), Arrays.toString(tensor.getValue()), offset, end));
            offset = end;
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .array());
            out.write(text);
            out.setLength(8 + text.length + offset);
        }
    }

    private static Map<String, long[]> shapes(String encoder, String decoder, long[] size, boolean linear) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        long d = size[0];
        long features = size[1];
        shapes.put(encoder, linear ? new long[] {features, d} : new long[] {d, features});
        shapes.put(decoder, linear ? new long[] {d, features} : new long[] {features, d});
        return shapes;
    }

    private static long[] size(JsonNode config, String width, String features) {
        return new long[] {
            config.path(width).asLong(SMALL[0]), config.path(features).asLong(SMALL[1])
        };
    }

    private Path write(int index) throws Exception {
        JsonNode entry = published(index);
        ObjectNode config = entry.path("config").deepCopy();
        String named = entry.path("path").asText().replaceFirst(" .*", "");
        Path file = folder.resolve(entry.path("hf_repo").asText()).resolve(named);
        Path place = Files.createDirectories(Objects.requireNonNull(file.getParent()));
        switch (Objects.requireNonNull(file.getFileName()).toString()) {
            case "hyperparams.json" -> {
                // what the trimming left out
                config.put("jump_relu_threshold", 0.5).put("top_k", 50);
                config.putObject("dataset_average_activation_norm")
                        .put("in", 5.25)
                        .put("out", 5.25);
                Map<String, long[]> shapes =
                        shapes("encoder.weight", "decoder.weight", size(config, "d_model", "d_sae"), true);
                shapes.put("encoder.bias", new long[] {config.path("d_sae").asLong()});
                holes(place.resolve("checkpoints/final.safetensors"), shapes);
            }
            case "cfg.json" -> cfg(place, config);
            default -> place = other(place, config);
        }
        Json.write(file, config);
        return place;
    }

    private static void cfg(Path place, JsonNode config) throws IOException {
        long[] size = size(config, "d_in", config.has("num_latents") ? "num_latents" : "d_sae");
        if (config.has("expansion_factor")) {
            size[1] = config.path("num_latents")
                    .asLong(size[0] * config.path("expansion_factor").asLong());
            Map<String, long[]> shapes = new LinkedHashMap<>();
            shapes.put("encoder.weight", new long[] {size[1], size[0]});
            shapes.put("encoder.bias", new long[] {size[1]});
            shapes.put("W_dec", new long[] {size[1], size[0]});
            shapes.put("b_dec", new long[] {size[0]});
            holes(place.resolve("sae.safetensors"), shapes);
        } else {
            Map<String, long[]> shapes = shapes("W_enc", "W_dec", size, false);
            shapes.put("b_enc", new long[] {size[1]});
            shapes.put("b_dec", new long[] {size[0]});
            holes(place.resolve("sae_weights.safetensors"), shapes);
        }
    }

    /** Gemma Scope 2, and the PyTorch files, which cannot have holes and are small instead. */
    private static Path other(Path place, ObjectNode config) throws IOException {
        if (config.has("trainer")) {
            ((ObjectNode) config.path("trainer")).put("activation_dim", 2).put("dict_size", 4);
            SyntheticFiles.pt(
                    place.resolve("ae.pt"), pickledLinear("b_dec", "k", scalar(64), "threshold", scalar(0.5)));
            return place;
        }
        if (config.path("model_type").asText().equals("topk_sae")) {
            config.put("d_model", 2).put("d_sae", 4);
            Path weights = place.resolve("layer5.sae.pt");
            SyntheticFiles.pt(
                    weights,
                    pickled(
                            "W_enc", Array.of(ENCODER_LINEAR, 4, 2),
                            "b_enc", Array.of(ENCODER_BIAS, 4),
                            "W_dec", Array.of(DECODER_LINEAR, 2, 4),
                            "b_dec", Array.of(DECODER_BIAS, 2)));
            return weights;
        }
        long features = config.path("width").asLong();
        Map<String, long[]> shapes = shapes("w_enc", "w_dec", new long[] {64, features}, false);
        shapes.put("b_enc", new long[] {features});
        shapes.put("b_dec", new long[] {64});
        shapes.put("threshold", new long[] {features});
        holes(place.resolve("params.safetensors"), shapes);
        return place;
    }

    @ParameterizedTest
    @CsvSource({
        "0,SAELens,standard,resid_pre.8,gpt2-small",
        "1,SAELens,standard,mlp_out.0,gpt2",
        "2,SAELens,standard,resid_post.25,meta-llama/Meta-Llama-3-8B-Instruct",
        "3,SAELens,standard,resid_pre.8,mistral-7b",
        "4,SAELens,standard,resid_mid.0,gpt2-small",
        "5,SAELens,standard,attn_out.0,pythia-70m-deduped",
        "6,SAELens,jumprelu,resid_post.20,gemma-2-2b",
        "7,Gemma Scope 2,jumprelu,resid_post.17,google/gemma-3-4b-pt",
        "8,Gemma Scope 2,jumprelu,mlp_out.17,google/gemma-3-4b-pt",
        "9,Gemma Scope 2,jumprelu,attn_z.17,google/gemma-3-4b-pt",
        "13,Llama Scope,jumprelu,mlp_out.15,meta-llama/Llama-3.1-8B",
        "14,Qwen-Scope,topk,resid_post.5,Qwen/Qwen3-1.7B-Base",
        "15,dictionary_learning,batchtopk,resid_post.3,meta-llama/Llama-3.1-8B-Instruct",
        "16,sparsify,topk,resid_post.3,''",
        "17,sparsify,topk,resid_pre.0,''"
    })
    void isRecognised(int index, String format, String architecture, String hook, String model) throws Exception {
        SaeDescription description = describe(write(index));
        assertThat(description.format()).isEqualTo(format);
        assertThat(description.architecture()).isEqualTo(architecture);
        assertThat(description.site().hook()).contains(HookPoint.parse(hook));
        assertThat(description.site().source()).isNotEmpty();
        assertThat(description.model()).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource({
        "10,transcoder of Gemma Scope 2",
        "11,cross-layer transcoder of Gemma Scope 2",
        "12,crosscoder over several layers of Gemma Scope 2",
        "18,transcoder of sparsify"
    })
    void isRefusedAsWhatItIs(int index, String what) throws Exception {
        Path place = write(index);
        assertThat(SaeFormats.isRecognised(place)).isTrue();
        assertThatThrownBy(() -> describe(place)).hasMessageContaining(what).hasMessageContaining("Only SAEs");
    }
}
