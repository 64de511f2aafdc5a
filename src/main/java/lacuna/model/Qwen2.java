package lacuna.model;

import static lacuna.model.Parameter.linear;
import static lacuna.model.Parameter.vector;

import java.util.List;
import lacuna.run.LacunaException;

/** Qwen 2 and 2.5: Llama with biases on queries, keys and values. */
final class Qwen2 implements Family {

    @Override
    public String modelType() {
        return "qwen2";
    }

    @Override
    public ModelConfig config(ConfigJson json) throws LacunaException {
        return config(modelType(), json);
    }

    /** What Qwen 2 and 3 share: the upper blocks attend to a window if {@code use_sliding_window} says so. */
    static ModelConfig config(String family, ConfigJson json) throws LacunaException {
        json.require("hidden_act", "silu");
        ModelConfig plain = Llama.config(family, json, json.positive("num_key_value_heads", 32), 32_768);
        if (!json.flag("use_sliding_window", false)) {
            return plain;
        }
        int first = json.positive("max_window_layers", 28);
        return plain.with(plain.attention()
                .sliding(json.positive("sliding_window", 4096), json.sliding(plain.layers(), block -> block >= first)));
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
                        vector("self_attn.q_proj.bias", queries),
                        linear("self_attn.k_proj", Projection.K, keys, c.width()),
                        vector("self_attn.k_proj.bias", keys),
                        linear("self_attn.v_proj", Projection.V, keys, c.width()),
                        vector("self_attn.v_proj.bias", keys),
                        linear("self_attn.o_proj", Projection.O, c.width(), queries),
                        vector("post_attention_layernorm.weight", c.width()),
                        linear("mlp.gate_proj", Projection.GATE, c.mlpWidth(), c.width()),
                        linear("mlp.up_proj", Projection.UP, c.mlpWidth(), c.width()),
                        linear("mlp.down_proj", Projection.DOWN, c.width(), c.mlpWidth())));
    }

    @Override
    public List<String> kernels() {
        return List.of("rmsnorm.torchscript", "qwen2.torchscript");
    }
}
