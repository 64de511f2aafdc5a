package lacuna.sae.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
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
 * SAELens: {@code cfg.json} and {@code sae_weights.safetensors}, flat before version 6 and nested since. Lacuna writes this layout
 * itself, see {@link SaeFiles}.
 */
final class SaeLens implements SaeFormat {

    private static final Set<String> ARCHITECTURES = Set.of("standard", "topk", "jumprelu", "gated");
    private static final String CENTRED = "centred";

    private static final TensorNames NAMES = TensorNames.rows("W_enc", "b_enc", "W_dec", "b_dec");
    private static final TensorNames GATED_NAMES = TensorNames.rows("W_enc", "", "W_dec", "b_dec");

    @Override
    public String name() {
        return "SAELens";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return place.isFolder() && place.has(SaeFiles.CONFIG) && place.has(SaeFiles.WEIGHTS);
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        ConfigNode config = ConfigNode.of(place, SaeFiles.CONFIG);
        String variant = variant(place, options, CENTRED, "constant_norm_rescale", "layer_norm");
        String architecture = architecture(config);
        int head = config.node()
                .path("hook_head_index")
                .asInt(config.at("metadata").number("hook_head_index", -1));
        if (head >= 0) {
            throw new LacunaException(config.file() + " is of an SAE that reads attention head " + head
                    + " alone, which is not supported. Choose one that reads all heads.");
        }
        Path weights = place.file(SaeFiles.WEIGHTS);
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            TensorNames names = architecture.equals("gated") ? GATED_NAMES : NAMES;
            names.require(reader);
            int d = names.inputWidth(reader);
            int features = names.features(reader);
            config.requireSize("d_in", d);
            config.requireSize("d_sae", features);
            String normalisation = variant.isEmpty() ? normalisation(config) : variant;
            List<String> notes = new ArrayList<>();
            OptionalDouble scale = scale(place, config, normalisation, options);
            scale.ifPresent(s -> notes.add("Activations are those of inputs multiplied by " + (float) s
                    + ", as the SAE was trained; the factor is folded into its weights."));
            noteCentring(config, variant, notes);
            Gate gate = gate(config, architecture, features);
            SaeForm form = new SaeForm(gate, input(config), norm(config, normalisation));
            return new SaeRecipe(
                    weights,
                    names,
                    form,
                    (tensors, reading) -> fold(tensors, reading, config, architecture, scale),
                    new SaeDescription(
                            name(),
                            architecture,
                            d,
                            features,
                            site(config),
                            model(config),
                            publishedL0(place, gate),
                            notes));
        }
    }

    private static String architecture(ConfigNode config) throws LacunaException {
        String activation = config.text("activation_fn", config.text("activation_fn_str", "relu"));
        String architecture = config.text("architecture", "standard");
        if (architecture.equals("standard") && activation.equals("topk")) {
            return "topk"; // before version 6 TopK was a standard SAE with another activation function
        }
        if (architecture.contains("transcoder")) {
            throw new LacunaException(config.file() + " is of a " + architecture
                    + ": it reads one place and writes another, so it does not reconstruct what it reads. Only SAEs are"
                    + " supported; choose one of the same layer.");
        }
        if (!ARCHITECTURES.contains(architecture)) {
            throw new LacunaException(
                    config.file() + " describes a '" + architecture + "' SAE, which is not read; read are "
                            + String.join(", ", ARCHITECTURES.stream().sorted().toList())
                            + ". BatchTopK dictionaries are read once SAELens has saved them for inference, as jumprelu.");
        }
        return architecture;
    }

    private static Gate gate(ConfigNode config, String architecture, int features) throws LacunaException {
        if (!architecture.equals("topk")) {
            return architecture.equals("standard") ? new Gate.Relu() : new Gate.JumpRelu();
        }
        int k = config.number("k", config.at("activation_fn_kwargs").number("k", 0));
        if (k < 1 || k > features) {
            throw new LacunaException(
                    config.file() + " describes a topk SAE but names no usable k. Add \"k\", the number"
                            + " of features kept per token.");
        }
        return new Gate.TopK(k);
    }

    private static EncoderInput input(ConfigNode config) {
        return config.flag("apply_b_dec_to_input", true) ? EncoderInput.MINUS_DECODER_BIAS : EncoderInput.RAW;
    }

    private static String normalisation(ConfigNode config) {
        if (config.node().path("normalize_activations").isBoolean()) {
            return config.flag("normalize_activations", false) ? "expected_average_only_in" : "none";
        }
        return config.text("normalize_activations", "none");
    }

    private static InputNorm norm(ConfigNode config, String normalisation) throws LacunaException {
        return switch (normalisation) {
            case "none", "expected_average_only_in", "constant_scalar_rescale" ->
                centredWeights(config) ? InputNorm.CENTRED : InputNorm.NONE;
            case CENTRED -> InputNorm.CENTRED;
            case "constant_norm_rescale" -> InputNorm.CONSTANT_NORM;
            case "layer_norm" -> InputNorm.LAYER_NORM;
            default ->
                throw new LacunaException(
                        config.file() + " asks for normalize_activations = " + normalisation
                                + ", which is not known here: encoding without it would give wrong values. Choose another SAE.");
        };
    }

    private static boolean centredWeights(ConfigNode config) {
        return config.at("metadata").at("model_from_pretrained_kwargs").flag("center_writing_weights", false)
                || config.at("model_from_pretrained_kwargs").flag("center_writing_weights", false);
    }

    private static void noteCentring(ConfigNode config, String variant, List<String> notes) {
        if (centredWeights(config) || variant.equals(CENTRED)) {
            notes.add(
                    "Trained on a model with centred writing weights: the mean of each row is subtracted before encoding.");
        } else if (model(config).startsWith("gpt2")
                && !config.node().path("normalize_activations").isTextual()) {
            notes.add("Early SAEs of GPT-2 were trained on a model with centred writing weights. If little variance is"
                    + " explained, read it with \"variant\": \"" + CENTRED + "\".");
        }
    }

    /** The one factor of all inputs, if there is one. */
    private static OptionalDouble scale(SaePlace place, ConfigNode config, String normalisation, SaeOptions options)
            throws LacunaException {
        if (normalisation.equals("constant_scalar_rescale")) {
            OptionalDouble factor = config.positive("activation_normalization_factor");
            return known(
                    factor.isPresent() ? factor : config.at("metadata").positive("activation_normalization_factor"),
                    config,
                    normalisation,
                    options);
        }
        if (normalisation.equals("expected_average_only_in")) {
            return known(
                    new ConfigNode(config.file(), place.jsonOrEmpty("activation_scaler.json"))
                            .positive("scaling_factor"),
                    config,
                    normalisation,
                    options);
        }
        return OptionalDouble.empty();
    }

    private static OptionalDouble known(
            OptionalDouble stated, ConfigNode config, String normalisation, SaeOptions options) throws LacunaException {
        OptionalDouble factor = options.inputScale().isPresent() ? options.inputScale() : stated;
        if (factor.isEmpty()) {
            throw new LacunaException(config.file() + " asks for normalize_activations = " + normalisation
                    + ", but no file says by which factor inputs were multiplied, and without it every value would be"
                    + " wrong. State it as \"inputScale\": the root of d_in over the mean length of the inputs.");
        }
        return factor;
    }

    private static void fold(
            SaeTensors tensors, TensorReader reader, ConfigNode config, String architecture, OptionalDouble scale)
            throws LacunaException {
        if (architecture.equals("gated")) {
            tensors.foldGate(reader.floats("r_mag"), reader.floats("b_gate"), reader.floats("b_mag"));
        } else if (architecture.equals("jumprelu")) {
            tensors.threshold(threshold(reader));
        }
        if (reader.has("scaling_factor")) {
            scaleActivations(tensors, reader, config);
        }
        if (config.flag("rescale_acts_by_decoder_norm", false)) {
            tensors.foldDecoderNorms();
        }
        scale.ifPresent(tensors::scaleInput);
    }

    private static float[] threshold(TensorReader reader) throws LacunaException {
        boolean log = !reader.has("threshold") && reader.has("log_threshold");
        float[] threshold = reader.floats(log ? "log_threshold" : "threshold");
        for (int i = 0; log && i < threshold.length; i++) {
            threshold[i] = (float) Math.exp(threshold[i]);
        }
        return threshold;
    }

    private static void scaleActivations(SaeTensors tensors, TensorReader reader, ConfigNode config)
            throws LacunaException {
        float[] factors = reader.floats("scaling_factor");
        boolean ones = true;
        for (float factor : factors) {
            ones &= factor == 1;
        }
        if (ones) {
            return; // a left-over of early versions
        }
        if (!config.flag("finetuning_scaling_factor", false)) {
            throw new LacunaException(
                    "The weights beside " + config.file() + " hold a scaling_factor other than 1, but the"
                            + " configuration does not say that it is to be used (finetuning_scaling_factor). Ask its authors.");
        }
        tensors.scaleDecoderRows(factors); // activations are multiplied on their way into the decoder
    }

    private static SiteProposal site(ConfigNode config) {
        ConfigNode metadata = config.at("metadata");
        String hook = metadata.text("hook_name", config.text("hook_name", config.text("hook_point", "")));
        SiteProposal named = SiteProposal.named(hook, "the hook name '" + hook + "' in cfg.json");
        String module = metadata.text("hf_hook_name", "");
        int layer = metadata.number("hook_layer", config.number("hook_layer", config.number("hook_point_layer", -1)));
        return named.or(SiteProposal.named(module, "the module '" + module + "' in cfg.json"))
                .or(layer < 0 ? SiteProposal.NONE : SiteProposal.inBlock(layer, "the layer in cfg.json"));
    }

    private static String model(ConfigNode config) {
        return config.at("metadata").text("model_name", config.text("model_name", ""));
    }

    private static OptionalDouble publishedL0(SaePlace place, Gate gate) throws LacunaException {
        if (gate instanceof Gate.TopK topK) {
            return OptionalDouble.of(topK.k());
        }
        if (!Files.isRegularFile(place.file(SaeFiles.SPARSITY))) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (double share : SaeFiles.readSparsity(place.folder())) {
            sum += share;
        }
        return OptionalDouble.of(sum);
    }
}
