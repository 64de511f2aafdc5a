package lacuna.model;

import static lacuna.model.Parameter.linear;
import static lacuna.model.Parameter.table;
import static lacuna.model.Parameter.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lacuna.run.LacunaException;

/**
 * Gemma 3's language model: Gemma 2 without soft caps, with a norm on every query and key head, five windowed blocks to one that sees
 * all, and slower rotary embeddings in the latter. The larger ones are published inside a model that also takes images
 * ({@code gemma3}); of that, the language model alone is read.
 */
final class Gemma3 implements Family {

    private static final String WITH_IMAGES = "gemma3";

    private final String modelType;

    private Gemma3(String modelType) {
        this.modelType = modelType;
    }

    static Gemma3 text() {
        return new Gemma3("gemma3_text");
    }

    static Gemma3 withImages() {
        return new Gemma3(WITH_IMAGES);
    }

    @Override
    public String modelType() {
        return modelType;
    }

    @Override
    public ModelConfig config(ConfigJson whole) throws LacunaException {
        ConfigJson json = modelType.equals(WITH_IMAGES) ? whole.inside("text_config") : whole;
        json.require("hidden_activation", "gelu_pytorch_tanh");
        json.require("attention_bias", "false");
        json.require("use_bidirectional_attention", "false");
        int layers = json.layers("num_hidden_layers");
        int heads = json.positive("num_attention_heads", 8);
        int keyValueHeads = json.positive("num_key_value_heads", 4);
        int headWidth = json.positive("head_dim", 256);
        json.requireHeads(heads, keyValueHeads, headWidth);
        int pattern = json.positive("sliding_window_pattern", json.positive("_sliding_window_pattern", 6));
        JsonNode rope = json.node().path("rope_parameters");
        RopeScaling global = rope.has("full_attention") ? json.rope(rope.path("full_attention"), 1e6) : json.rope(1e6);
        RopeScaling local = rope.has("sliding_attention")
                ? json.rope(rope.path("sliding_attention"), 1e4)
                : RopeScaling.plain(json.number("rope_local_base_freq", 1e4));
        Attention attention = Attention.full(global, headWidth)
                .local(local)
                .sliding(
                        json.positive("sliding_window", 4096),
                        json.sliding(layers, block -> (block + 1) % pattern != 0))
                .scaled(
                        1 / Math.sqrt(json.number("query_pre_attn_scalar", 256)),
                        json.numberOrOff("attn_logit_softcapping", 0));
        return new ModelConfig(
                modelType,
                layers,
                json.positive("hidden_size"),
                heads,
                keyValueHeads,
                headWidth,
                json.positive("intermediate_size"),
                json.positive("vocab_size", 262_208),
                json.positive("max_position_embeddings", 131_072),
                json.number("rms_norm_eps", 1e-6),
                attention,
                json.numberOrOff("final_logit_softcapping", 0),
                false,
                json.flag("tie_word_embeddings", true),
                whole.dtype());
    }

    @Override
    public Layout layout(ModelConfig c) {
        long queries = (long) c.heads() * c.headWidth();
        long keys = (long) c.keyValueHeads() * c.headWidth();
        List<Parameter> block = List.of(
                vector("input_layernorm.weight", c.width()),
                linear("self_attn.q_proj", Projection.Q, queries, c.width()),
                linear("self_attn.k_proj", Projection.K, keys, c.width()),
                linear("self_attn.v_proj", Projection.V, keys, c.width()),
                vector("self_attn.q_norm.weight", c.headWidth()),
                vector("self_attn.k_norm.weight", c.headWidth()),
                linear("self_attn.o_proj", Projection.O, c.width(), queries),
                vector("post_attention_layernorm.weight", c.width()),
                vector("pre_feedforward_layernorm.weight", c.width()),
                linear("mlp.gate_proj", Projection.GATE, c.mlpWidth(), c.width()),
                linear("mlp.up_proj", Projection.UP, c.mlpWidth(), c.width()),
                linear("mlp.down_proj", Projection.DOWN, c.width(), c.mlpWidth()),
                vector("post_feedforward_layernorm.weight", c.width()));
        boolean withImages = modelType.equals(WITH_IMAGES);
        // older files of the model with images write language_model.model., newer ones model.language_model.
        List<String> roots =
                withImages ? List.of("model.language_model.", "language_model.model.", "model.") : List.of("model.");
        String root = roots.get(0);
        Parameter embedding = table(root + "embed_tokens.weight", c.vocabulary(), c.width());
        return new Layout(
                roots,
                c.layers(),
                List.of(embedding),
                root + "layers.",
                block,
                List.of(vector(root + "norm.weight", c.width())),
                c.tied() ? embedding : table("lm_head.weight", c.vocabulary(), c.width()));
    }

    @Override
    public List<String> kernels() {
        return List.of("gemmanorm.torchscript", "gemma3_text.torchscript");
    }

    @Override
    public double embeddingScale(ModelConfig config) {
        return Math.sqrt(config.width());
    }
}
