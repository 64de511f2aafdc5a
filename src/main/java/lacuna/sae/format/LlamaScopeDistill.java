package lacuna.sae.format;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeForm;
import lacuna.sae.SiteProposal;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TensorReader;

/**
 * Llama Scope R1-Distill: {@code config.json} and {@code sae_weights.safetensors} with a threshold for each feature, kept as its
 * logarithm and in units of the scaled inputs of training.
 */
final class LlamaScopeDistill implements SaeFormat {

    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "sae_weights.safetensors";
    private static final String THRESHOLD = "log_jumprelu_threshold";
    private static final Pattern FOLDER = Pattern.compile("/L(\\d{1,3})R(?=/|$)");
    private static final TensorNames NAMES = TensorNames.modules("decoder.bias");

    @Override
    public String name() {
        return "Llama Scope R1-Distill";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return place.isFolder()
                && place.has(CONFIG)
                && place.has(WEIGHTS)
                && Headers.has(place.file(WEIGHTS), THRESHOLD);
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        variant(place, options);
        ConfigNode config = ConfigNode.of(place, CONFIG);
        Path weights = place.file(WEIGHTS);
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            NAMES.require(reader);
            int d = NAMES.inputWidth(reader);
            int features = NAMES.features(reader);
            reader.require(THRESHOLD, features);
            double s = scale(config, d, options);
            return new SaeRecipe(
                    weights,
                    NAMES,
                    SaeForm.of(new Gate.JumpRelu(), EncoderInput.RAW),
                    (tensors, reading) -> {
                        float[] theta = reading.floats(THRESHOLD);
                        for (int i = 0; i < theta.length; i++) {
                            theta[i] = (float) Math.exp(theta[i]);
                        }
                        tensors.threshold(theta).scaleInput(s);
                    },
                    new SaeDescription(
                            name(),
                            "jumprelu",
                            d,
                            features,
                            site(place, config),
                            config.text("model_name", "deepseek-ai/DeepSeek-R1-Distill-Llama-8B"),
                            config.positive("top_k"),
                            List.of("Activations are those of inputs multiplied by " + (float) s
                                    + ", as the SAE was trained; the factor is folded into its weights.")));
        }
    }

    private static double scale(ConfigNode config, int d, SaeOptions options) throws LacunaException {
        if (options.inputScale().isPresent()) {
            return options.inputScale().getAsDouble();
        }
        OptionalDouble norm = config.at("dataset_average_activation_norm").positive("in");
        if (norm.isEmpty()) {
            throw new LacunaException(config.file() + " does not say how long inputs were on average"
                    + " (dataset_average_activation_norm), and without that every value would be wrong. State"
                    + " \"inputScale\": the root of d_model over that length.");
        }
        return Math.sqrt(d) / norm.getAsDouble();
    }

    private static SiteProposal site(SaePlace place, ConfigNode config) {
        String hook = config.text("hook_point_in", "");
        OptionalInt layer = place.inPath(FOLDER)
                .map(match -> OptionalInt.of(Integer.parseInt(match.group(1))))
                .orElse(OptionalInt.empty());
        return SiteProposal.named(hook, "hook_point_in in config.json, '" + hook + "'")
                .or(
                        layer.isEmpty()
                                ? SiteProposal.NONE
                                : SiteProposal.of(HookPoint.residPost(layer.getAsInt()), "the name of its folder"));
    }
}
