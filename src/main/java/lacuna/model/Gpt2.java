package lacuna.model;

import static lacuna.model.Parameter.table;
import static lacuna.model.Parameter.transposed;
import static lacuna.model.Parameter.vector;

import java.util.List;
import lacuna.run.LacunaException;

/** GPT-2: learned positions, LayerNorm, one map for queries, keys and values, linear maps kept as [d_in, d_out]. */
final class Gpt2 implements Family {

    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public ModelConfig config(ConfigJson json) throws LacunaException {
        json.require("activation_function", "gelu_new");
        json.require("scale_attn_weights", "true");
        json.require("scale_attn_by_inverse_layer_idx", "false");
        json.require("add_cross_attention", "false");
        int width = json.positive("n_embd");
        int heads = json.positive("n_head");
        json.requireEvenSplit(width, heads);
        int headWidth = width / heads;
        json.requireHeads(heads, heads, headWidth);
        return new ModelConfig(
                modelType(),
                json.layers("n_layer"),
                width,
                heads,
                heads,
                headWidth,
                json.positive("n_inner", 4 * width),
                json.positive("vocab_size"),
                json.positive("n_positions", 1024),
                json.number("layer_norm_epsilon", 1e-5),
                Attention.full(RopeScaling.plain(10000), headWidth).turning(0),
                0,
                false,
                json.flag("tie_word_embeddings", true),
                json.dtype());
    }

    @Override
    public Layout layout(ModelConfig c) {
        long d = c.width();
        Parameter tokens = table("transformer.wte.weight", c.vocabulary(), d);
        return new Layout(
                List.of("transformer.", ""), // the first publication has no prefix
                c.layers(),
                List.of(tokens, table("transformer.wpe.weight", c.contextLength(), d)),
                "transformer.h.",
                List.of(
                        vector("ln_1.weight", d),
                        vector("ln_1.bias", d),
                        transposed("attn.c_attn", Projection.QKV, 3 * d, d),
                        vector("attn.c_attn.bias", 3 * d),
                        transposed("attn.c_proj", Projection.O, d, d),
                        vector("attn.c_proj.bias", d),
                        vector("ln_2.weight", d),
                        vector("ln_2.bias", d),
                        transposed("mlp.c_fc", Projection.UP, c.mlpWidth(), d),
                        vector("mlp.c_fc.bias", c.mlpWidth()),
                        transposed("mlp.c_proj", Projection.DOWN, d, c.mlpWidth()),
                        vector("mlp.c_proj.bias", d)),
                List.of(vector("transformer.ln_f.weight", d), vector("transformer.ln_f.bias", d)),
                c.tied() ? tokens : table("lm_head.weight", c.vocabulary(), d));
    }

    @Override
    public List<String> kernels() {
        return List.of("layernorm.torchscript", "gpt2.torchscript");
    }
}
