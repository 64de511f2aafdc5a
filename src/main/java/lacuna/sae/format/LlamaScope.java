package lacuna.sae.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeForm;
import lacuna.sae.SaeTensors;
import lacuna.sae.SiteProposal;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TensorReader;

/**
 * Llama Scope (He et al., arXiv 2410.20526): {@code hyperparams.json} and {@code checkpoints/final.safetensors}. Read by the authors'
 * own procedure: with s = sqrt(d) / mean |x| on either side,
 *
 * <pre>
 * b_enc /= s_in   b_dec /= s_out   D *= s_in / s_out   (inputs stay raw)
 * n_i = |D_i|     D_i /= n_i       E_i *= n_i          b_enc,i *= n_i
 * a_i = z_i where z_i &gt; theta
 * </pre>
 *
 * &theta; was measured after these folds, so it is in units of the raw residual stream and of unit decoder rows.
 */
final class LlamaScope implements SaeFormat {

    private static final String CONFIG = "hyperparams.json";
    private static final String[] WEIGHTS = {"checkpoints/final.safetensors", "final.safetensors"};
    private static final TensorNames NAMES = TensorNames.modules("decoder.bias");
    private static final TensorNames WITHOUT_BIAS = TensorNames.modules("");

    /** Threshold times s on pre-activations of scaled inputs, decoder lengths not looked at: the numbers of SAELens and Neuronpedia. */
    static final String SAELENS = "saelens";

    /** ReLU(E (x - b_dec) + b_enc), the 50 largest, no scaling: what the published code of CRISP does. */
    static final String CRISP = "crisp";

    /** @param in s of the input, @param out s of the output */
    private record Scales(double in, double out) {}

    @Override
    public String name() {
        return "Llama Scope";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return place.isFolder() && place.has(CONFIG) && place.first(WEIGHTS).isPresent();
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        String variant = variant(place, options, SAELENS, CRISP);
        ConfigNode config = ConfigNode.of(place, CONFIG);
        refuseOthers(config);
        Path weights = place.first(WEIGHTS).orElseThrow();
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            TensorNames names = config.flag("use_decoder_bias", reader.has("decoder.bias")) ? NAMES : WITHOUT_BIAS;
            names.require(reader);
            int d = names.inputWidth(reader);
            int features = names.features(reader);
            config.requireSize("d_model", d);
            config.requireSize("d_sae", features);
            double theta = config.positive("jump_relu_threshold").orElse(0);
            boolean ranked = theta == 0 || variant.equals(CRISP);
            Gate gate = ranked
                    ? new Gate.TopK(config.requireCount("top_k", "the features kept per token"))
                    : new Gate.JumpRelu();
            boolean subtract = config.flag("apply_decoder_bias_to_pre_encoder", false) || variant.equals(CRISP);
            SaeForm form = SaeForm.of(gate, subtract ? EncoderInput.MINUS_DECODER_BIAS : EncoderInput.RAW);
            return new SaeRecipe(
                    weights,
                    names,
                    form,
                    fold(config, variant, d, theta, options),
                    new SaeDescription(
                            name(),
                            ranked ? "topk" : "jumprelu",
                            d,
                            features,
                            site(config),
                            config.text("model_name", "meta-llama/Llama-3.1-8B"),
                            config.positive("top_k"),
                            notes(variant)));
        }
    }

    private static SaeRecipe.Fold fold(ConfigNode config, String variant, int d, double theta, SaeOptions options)
            throws LacunaException {
        if (variant.equals(CRISP)) {
            return SaeRecipe.Fold.NONE;
        }
        Scales scales = scales(config, d, options);
        if (variant.equals(SAELENS)) {
            return (tensors, reader) -> tensors.threshold(theta * scales.in()).scaleInput(scales.in());
        }
        boolean unit = config.flag("sparsity_include_decoder_norm", true);
        return (tensors, reader) -> {
            SaeTensors scaled = tensors.scaleEncoderBias(1 / scales.in())
                    .scaleDecoderBias(1 / scales.out())
                    .scaleDecoder(scales.in() / scales.out());
            (unit ? scaled.foldDecoderNormsBesideThreshold() : scaled).threshold(theta);
        };
    }

    private static Scales scales(ConfigNode config, int d, SaeOptions options) throws LacunaException {
        String normalisation = config.text("norm_activation", "dataset-wise");
        if (normalisation.equals("none") || normalisation.equals("inference")) {
            return new Scales(1, 1);
        }
        if (!normalisation.equals("dataset-wise")) {
            throw new LacunaException(config.file() + " asks for norm_activation = " + normalisation
                    + ", which is not supported; read are dataset-wise, inference and none.");
        }
        if (options.inputScale().isPresent()) {
            double s = options.inputScale().getAsDouble();
            return new Scales(s, s);
        }
        ConfigNode norms = config.at("dataset_average_activation_norm");
        OptionalDouble in = norms.positive("in");
        OptionalDouble out = norms.positive("out");
        if (in.isEmpty() || out.isEmpty()) {
            throw new LacunaException(config.file() + " does not say how long inputs were on average"
                    + " (dataset_average_activation_norm), and without that every value would be wrong. Fetch the whole file,"
                    + " or state \"inputScale\": the root of d_model over that length.");
        }
        return new Scales(Math.sqrt(d) / in.getAsDouble(), Math.sqrt(d) / out.getAsDouble());
    }

    private static void refuseOthers(ConfigNode config) throws LacunaException {
        String in = config.text("hook_point_in", "");
        if (!in.equals(config.text("hook_point_out", in))) {
            throw new LacunaException(config.file() + " is of a transcoder of Llama Scope: it reads " + in
                    + " and writes " + config.text("hook_point_out", "")
                    + ". Only SAEs are supported; take one of the sets R, A or M.");
        }
        if (config.flag("use_glu_encoder", false)) {
            throw new LacunaException(config.file() + " is of an SAE with a gated linear unit as its encoder"
                    + " (use_glu_encoder), which is not supported. Choose another.");
        }
    }

    private static SiteProposal site(ConfigNode config) {
        String hook = config.text("hook_point_in", "");
        return SiteProposal.named(hook, "hook_point_in in hyperparams.json, '" + hook + "'");
    }

    private static List<String> notes(String variant) {
        List<String> notes = new ArrayList<>();
        if (variant.equals(SAELENS)) {
            notes.add(
                    "Read as SAELens does, to compare numbers: values are those of scaled inputs, and the length of decoder"
                            + " rows does not count at the gate as it did in training.");
        }
        if (variant.equals(CRISP)) {
            notes.add(
                    "Read as the published code of CRISP does: raw tensors, the largest pre-activations kept, inputs not"
                            + " scaled.");
        }
        return notes;
    }
}
