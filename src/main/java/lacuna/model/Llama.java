package lacuna.model;

import static lacuna.model.Parameter.linear;
import static lacuna.model.Parameter.table;
import static lacuna.model.Parameter.vector;

import java.util.List;
import lacuna.run.LacunaException;

/** Llama 2 and 3, SmolLM2 and whatever else is laid out like them: RMSNorm, rotary positions, grouped queries, SwiGLU. */
final class Llama implements Family {

    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public ModelConfig config(ConfigJson json) throws LacunaException {
        json.require("hidden_act", "silu");
        json.require("attention_bias", "false");
        json.require("mlp_bias", "false");
        int heads = json.positive("num_attention_heads");
        return config(modelType(), json, json.positive("num_key_value_heads", heads), 2048);
    }

    /** What the descendants of Llama share. */
    static ModelConfig config(String family, ConfigJson json, int keyValueHeads, int context) throws LacunaException {
        int width = json.positive("hidden_size");
        int heads = json.positive("num_attention_heads");
        int headWidth = json.positive("head_dim", Math.max(1, width / heads));
        json.requireHeads(heads, keyValueHeads, headWidth);
        return new ModelConfig(
                family,
                json.layers("num_hidden_layers"),
                width,
                heads,
                keyValueHeads,
                headWidth,
                json.positive("intermediate_size"),
                json.positive("vocab_size"),
                json.positive("max_position_embeddings", context),
                json.number("rms_norm_eps", 1e-6),
                Attention.full(json.rope(10000), headWidth),
                0,
                false,
                json.flag("tie_word_embeddings", false),
                json.dtype());
    }

    @Override
    public List<String> kernels() {
        return List.of("rmsnorm.torchscript", "llama.torchscript");
    }

    @Override
    public Layout layout(ModelConfig c) {
        long queries = (long) c.heads() * c.headWidth();
        long keys = (long) c.keyValueHeads() * c.headWidth();
        return layout(
                c,
                List.of(
                        vector("input_layernorm.weight", c.width()),
                        linear("self_attn.q_proj", Projection.Q, queries, c.width()),
                        linear("self_attn.k_proj", Projection.K, keys, c.width()),
                        linear("self_attn.v_proj", Projection.V, keys, c.width()),
                        linear("self_attn.o_proj", Projection.O, c.width(), queries),
                        vector("post_attention_layernorm.weight", c.width()),
                        linear("mlp.gate_proj", Projection.GATE, c.mlpWidth(), c.width()),
                        linear("mlp.up_proj", Projection.UP, c.mlpWidth(), c.width()),
                        linear("mlp.down_proj", Projection.DOWN, c.width(), c.mlpWidth())));
    }

    /** The frame around the blocks that Llama's descendants keep. */
    static Layout layout(ModelConfig c, List<Parameter> block) {
        Parameter embedding = table("model.embed_tokens.weight", c.vocabulary(), c.width());
        return new Layout(
                List.of("model."),
                c.layers(),
                List.of(embedding),
                "model.layers.",
                block,
                List.of(vector("model.norm.weight", c.width())),
                c.tied() ? embedding : table("lm_head.weight", c.vocabulary(), c.width()));
    }
}
