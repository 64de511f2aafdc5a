package lacuna.model;

import java.util.List;
import lacuna.run.LacunaException;

/** Mistral: Llama's layout, every block attending to a window where {@code sliding_window} gives one. */
final class Mistral implements Family {

    @Override
    public String modelType() {
        return "mistral";
    }

    @Override
    public ModelConfig config(ConfigJson json) throws LacunaException {
        json.require("hidden_act", "silu");
        ModelConfig plain = Llama.config(modelType(), json, json.positive("num_key_value_heads", 8), 131_072);
        int window = (int) json.numberOrOff("sliding_window", 4096);
        return plain.with(plain.attention()
                .sliding(window, window == 0 ? java.util.Set.of() : json.sliding(plain.layers(), block -> true)));
    }

    @Override
    public Layout layout(ModelConfig config) {
        return new Llama().layout(config);
    }

    @Override
    public List<String> kernels() {
        return new Llama().kernels();
    }
}
