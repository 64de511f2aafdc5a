package lacuna.model;

import static lacuna.model.Parameter.linear;
import static lacuna.model.Parameter.vector;

import java.util.List;
import lacuna.run.LacunaException;

/** Qwen 3 (dense): Llama with an RMSNorm on every query and key head before they turn. */
final class Qwen3 implements Family {

    @Override
    public String modelType() {
        return "qwen3";
    }

    @Override
    public ModelConfig config(ConfigJson json) throws LacunaException {
        json.require("attention_bias", "false");
        return Qwen2.config(modelType(), json.withDefault("head_dim", 128));
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
                        vector("self_attn.q_norm.weight", c.headWidth()),
                        vector("self_attn.k_norm.weight", c.headWidth()),
                        linear("self_attn.o_proj", Projection.O, c.width(), queries),
                        vector("post_attention_layernorm.weight", c.width()),
                        linear("mlp.gate_proj", Projection.GATE, c.mlpWidth(), c.width()),
                        linear("mlp.up_proj", Projection.UP, c.mlpWidth(), c.width()),
                        linear("mlp.down_proj", Projection.DOWN, c.width(), c.mlpWidth())));
    }

    @Override
    public List<String> kernels() {
        return List.of("rmsnorm.torchscript", "qwen3.torchscript");
    }
}
