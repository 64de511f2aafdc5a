package lacuna.model;

import static lacuna.model.Parameter.linear;
import static lacuna.model.Parameter.vector;

import java.util.List;
import lacuna.run.LacunaException;

/**
 * Gemma 2 (arXiv 2408.00118): every second block attends to a window, scores and logits are soft-capped, a norm stands before and behind
 * each half of a block, gains are stored as their distance from 1, embeddings are scaled by sqrt(d_model).
 */
final class Gemma2 implements Family {

    @Override
    public String modelType() {
        return "gemma2";
    }

    @Override
    public ModelConfig config(ConfigJson json) throws LacunaException {
        json.require(json.has("hidden_activation") ? "hidden_activation" : "hidden_act", "gelu_pytorch_tanh");
        json.require("attention_bias", "false");
        json.require("use_bidirectional_attention", "false");
        int layers = json.layers("num_hidden_layers");
        int heads = json.positive("num_attention_heads");
        int keyValueHeads = json.positive("num_key_value_heads", 4);
        int headWidth = json.positive("head_dim", 256); // not d_model / heads
        json.requireHeads(heads, keyValueHeads, headWidth);
        Attention attention = Attention.full(json.rope(10000), headWidth)
                .sliding(json.positive("sliding_window", 4096), json.sliding(layers, block -> block % 2 == 0))
                .scaled(
                        1 / Math.sqrt(json.number("query_pre_attn_scalar", 256)),
                        json.numberOrOff("attn_logit_softcapping", 50));
        return new ModelConfig(
                modelType(),
                layers,
                json.positive("hidden_size"),
                heads,
                keyValueHeads,
                headWidth,
                json.positive("intermediate_size"),
                json.positive("vocab_size"),
                json.positive("max_position_embeddings", 8192),
                json.number("rms_norm_eps", 1e-6),
                attention,
                json.numberOrOff("final_logit_softcapping", 30),
                false,
                json.flag("tie_word_embeddings", true),
                json.dtype());
    }

    @Override
    public Layout layout(ModelConfig c) {
        long queries = (long) c.heads() * c.headWidth();
        long keys = (long) c.keyValueHeads() * c.headWidth();
        return Llama.layout(
                c,
                List.of(
                        vector("input_layernorm.weight", c.width()),
                        linear("self_attn.q_proj", Projection.Q, queries, c.width()),
                        linear("self_attn.k_proj", Projection.K, keys, c.width()),
                        linear("self_attn.v_proj", Projection.V, keys, c.width()),
                        linear("self_attn.o_proj", Projection.O, c.width(), queries),
                        vector("post_attention_layernorm.weight", c.width()),
                        vector("pre_feedforward_layernorm.weight", c.width()),
                        linear("mlp.gate_proj", Projection.GATE, c.mlpWidth(), c.width()),
                        linear("mlp.up_proj", Projection.UP, c.mlpWidth(), c.width()),
                        linear("mlp.down_proj", Projection.DOWN, c.width(), c.mlpWidth()),
                        vector("post_feedforward_layernorm.weight", c.width())));
    }

    @Override
    public List<String> kernels() {
        return List.of("gemmanorm.torchscript", "gemma2.torchscript", "gemma2gradient.torchscript");
    }

    @Override
    public boolean hasGradients(ModelConfig config) {
        return config.attention().softCap() > 0;
    }

    @Override
    public double embeddingScale(ModelConfig config) {
        return Math.sqrt(config.width());
    }
}
