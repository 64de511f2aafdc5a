package lacuna.sae.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.InputNorm;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeForm;
import lacuna.sae.SaeTensors;
import lacuna.sae.SiteProposal;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TensorReader;

/**
 * The present format of OpenMOSS (Llamascopium, formerly Language-Model-SAEs): {@code config.json} and {@code sae_weights.safetensors}
 * or {@code .pt} with {@code W_E} and {@code W_D}; the mean length of inputs stands among the weights.
 */
final class Llamascopium implements SaeFormat {

    private static final String CONFIG = "config.json";
    private static final String[] WEIGHTS = {
        "sae_weights.safetensors",
        "sae_weights.pt",
        "checkpoints/pruned.safetensors",
        "checkpoints/final.safetensors",
        "checkpoints/pruned.pt",
        "checkpoints/final.pt"
    };
    private static final String THRESHOLD = "activation_function.log_jumprelu_threshold";
    private static final String NORM = "dataset_average_activation_norm.";

    @Override
    public String name() {
        return "Llamascopium";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return place.isFolder()
                && place.has(CONFIG)
                && place.first(WEIGHTS)
                        .filter(file -> Headers.has(file, "W_E", "W_D"))
                        .isPresent();
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        variant(place, options);
        ConfigNode config = ConfigNode.of(place, CONFIG);
        Path weights = place.first(WEIGHTS).orElseThrow();
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            refuseOthers(config, reader);
            boolean bias = config.flag("use_decoder_bias", reader.has("b_D"));
            TensorNames names = TensorNames.rows("W_E", "b_E", "W_D", bias ? "b_D" : "");
            names.require(reader);
            int d = names.inputWidth(reader);
            int features = names.features(reader);
            config.requireSize("d_model", d);
            boolean byLength = config.flag("sparsity_include_decoder_norm", true);
            String function = config.text("act_fn", "relu");
            Gate gate = gate(config, function);
            String normalisation = config.text("norm_activation", "dataset-wise");
            OptionalDouble s = scale(config, reader, normalisation, d, options);
            List<String> notes = new ArrayList<>();
            s.ifPresent(factor -> notes.add("Activations are those of inputs multiplied by " + (float) factor
                    + ", as the SAE was trained; the factor is folded into its weights."));
            return new SaeRecipe(
                    weights,
                    names,
                    new SaeForm(
                            gate,
                            EncoderInput.RAW,
                            normalisation.equals("token-wise") ? InputNorm.CONSTANT_NORM : InputNorm.NONE),
                    (tensors, reading) -> fold(tensors, reading, gate, byLength, s),
                    new SaeDescription(
                            name(),
                            function,
                            d,
                            features,
                            site(config),
                            config.text("model_name", ""),
                            config.positive("top_k"),
                            notes));
        }
    }

    /** The gate sees z n, with n the length of the decoder row, where the file says so; what is emitted is z. */
    private static void fold(SaeTensors tensors, TensorReader reader, Gate gate, boolean byLength, OptionalDouble s)
            throws LacunaException {
        if (gate instanceof Gate.JumpRelu) {
            float[] theta = reader.floats(THRESHOLD);
            for (int i = 0; i < theta.length; i++) {
                theta[i] = (float) Math.exp(theta[i]);
            }
            tensors.threshold(theta);
            if (byLength) {
                tensors.divideThresholdByDecoderNorms();
            }
        } else if (gate instanceof Gate.TopK && byLength) {
            tensors.foldDecoderNorms(); // ranks as the format does, and reports in unit-decoder units
        }
        s.ifPresent(tensors::scaleInput);
    }

    private static Gate gate(ConfigNode config, String function) throws LacunaException {
        return switch (function.toLowerCase(java.util.Locale.ROOT)) {
            case "relu" -> new Gate.Relu();
            case "jumprelu" -> new Gate.JumpRelu();
            case "topk" -> new Gate.TopK(config.requireCount("top_k", "the features kept per token"));
            default ->
                throw new LacunaException(config.file() + " has the activation function '" + function
                        + "', which is not read; read are relu, jumprelu and topk. Its authors' tools convert the others to"
                        + " jumprelu.");
        };
    }

    private static OptionalDouble scale(
            ConfigNode config, TensorReader reader, String normalisation, int d, SaeOptions options)
            throws LacunaException {
        switch (normalisation) {
            case "inference", "token-wise" -> {
                return OptionalDouble.empty();
            }
            case "dataset-wise" -> {
                if (options.inputScale().isPresent()) {
                    return options.inputScale();
                }
                String name = NORM + config.text("hook_point_in", "");
                if (!reader.has(name)) {
                    throw new LacunaException(config.file()
                            + " asks for norm_activation = dataset-wise, but its weights hold" + " no " + name
                            + ". State \"inputScale\": the root of d_model over the mean length of inputs.");
                }
                return OptionalDouble.of(Math.sqrt(d) / reader.scalar(name));
            }
            default ->
                throw new LacunaException(config.file() + " asks for norm_activation = " + normalisation
                        + ", which is not supported; read are inference, dataset-wise and token-wise.");
        }
    }

    private static void refuseOthers(ConfigNode config, TensorReader reader) throws LacunaException {
        String type = config.text("sae_type", "sae");
        String in = config.text("hook_point_in", "");
        String out = config.text("hook_point_out", in);
        if (!type.equals("sae") || !in.equals(out)) {
            throw new LacunaException(config.file() + " is of a " + (type.equals("sae") ? "transcoder" : type)
                    + ", which does not reconstruct the one place that it reads. Only SAEs are supported.");
        }
        if (config.flag("use_glu_encoder", false) || reader.has("W_E_glu")) {
            throw new LacunaException(config.file() + " is of an SAE with a gated linear unit as its encoder"
                    + " (use_glu_encoder), which is not supported. Choose another.");
        }
    }

    private static SiteProposal site(ConfigNode config) {
        String hook = config.text("hook_point_in", "");
        return SiteProposal.named(hook, "hook_point_in in config.json, '" + hook + "'");
    }
}
