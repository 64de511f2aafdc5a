package lacuna.model;

import static lacuna.model.Parameter.linear;
import static lacuna.model.Parameter.table;
import static lacuna.model.Parameter.vector;

import java.util.List;
import lacuna.run.LacunaException;

/**
 * GPT-NeoX and Pythia: LayerNorm, attention and MLP side by side, a part of each head turning, queries, keys and values in one map, head
 * by head.
 */
final class GptNeoX implements Family {

    @Override
    public String modelType() {
        return "gpt_neox";
    }

    @Override
    public ModelConfig config(ConfigJson json) throws LacunaException {
        json.require("hidden_act", "gelu");
        json.require("attention_bias", "true");
        int width = json.positive("hidden_size");
        int heads = json.positive("num_attention_heads");
        json.requireEvenSplit(width, heads);
        int headWidth = width / heads;
        json.requireHeads(heads, heads, headWidth);
        return new ModelConfig(
                modelType(),
                json.layers("num_hidden_layers"),
                width,
                heads,
                heads,
                headWidth,
                json.positive("intermediate_size"),
                json.positive("vocab_size"),
                json.positive("max_position_embeddings", 2048),
                json.number("layer_norm_eps", 1e-5),
                Attention.full(json.rope(json.number("rotary_emb_base", 10000)), headWidth)
                        .turning(json.turning(headWidth, "rotary_pct", 0.25)),
                0,
                json.flag("use_parallel_residual", true),
                json.flag("tie_word_embeddings", false),
                json.dtype());
    }

    @Override
    public Layout layout(ModelConfig c) {
        long d = c.width();
        Parameter tokens = table("gpt_neox.embed_in.weight", c.vocabulary(), d);
        return new Layout(
                List.of("gpt_neox."),
                c.layers(),
                List.of(tokens),
                "gpt_neox.layers.",
                List.of(
                        vector("input_layernorm.weight", d),
                        vector("input_layernorm.bias", d),
                        vector("post_attention_layernorm.weight", d),
                        vector("post_attention_layernorm.bias", d),
                        linear("attention.query_key_value", Projection.QKV, 3 * d, d),
                        vector("attention.query_key_value.bias", 3 * d),
                        linear("attention.dense", Projection.O, d, d),
                        vector("attention.dense.bias", d),
                        linear("mlp.dense_h_to_4h", Projection.UP, c.mlpWidth(), d),
                        vector("mlp.dense_h_to_4h.bias", c.mlpWidth()),
                        linear("mlp.dense_4h_to_h", Projection.DOWN, d, c.mlpWidth()),
                        vector("mlp.dense_4h_to_h.bias", d)),
                List.of(vector("gpt_neox.final_layer_norm.weight", d), vector("gpt_neox.final_layer_norm.bias", d)),
                c.tied() ? tokens : table("embed_out.weight", c.vocabulary(), d));
    }

    @Override
    public List<String> kernels() {
        return List.of("layernorm.torchscript", "gpt_neox.torchscript");
    }
}
