package lacuna.sae.format;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeForm;
import lacuna.sae.SiteProposal;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TensorReader;

/**
 * EleutherAI's sparsify: {@code cfg.json} and {@code sae.safetensors} in a folder named after the module whose output is read,
 * {@code layers.10} or {@code layers.5.mlp}. {@code W_dec} lies feature by feature, other than in a PyTorch layer.
 */
final class Sparsify implements SaeFormat {

    private static final String CONFIG = "cfg.json";
    private static final String WEIGHTS = "sae.safetensors";
    private static final TensorNames NAMES = new TensorNames(
            "encoder.weight",
            TensorNames.Orientation.FEATURES_FIRST,
            "encoder.bias",
            "W_dec",
            TensorNames.Orientation.FEATURES_FIRST,
            "b_dec");

    @Override
    public String name() {
        return "sparsify";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return place.isFolder() && place.has(CONFIG) && place.has(WEIGHTS);
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        variant(place, options);
        ConfigNode config = ConfigNode.of(place, CONFIG);
        Path weights = place.file(WEIGHTS);
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            if (config.flag("transcode", false) || config.flag("skip_connection", false) || reader.has("W_skip")) {
                throw new LacunaException(
                        place + " is a transcoder of sparsify: it reads a module's input and writes its"
                                + " output, so it does not reconstruct what it reads. Only SAEs are supported.");
            }
            NAMES.require(reader);
            int d = NAMES.inputWidth(reader);
            int features = NAMES.features(reader);
            config.requireSize("d_in", d);
            config.requireSize("num_latents", features);
            Gate gate = gate(config, features);
            return new SaeRecipe(
                    weights,
                    NAMES,
                    SaeForm.of(gate, EncoderInput.MINUS_DECODER_BIAS),
                    SaeRecipe.Fold.NONE,
                    new SaeDescription(
                            name(),
                            gate.architecture(),
                            d,
                            features,
                            site(place),
                            model(place),
                            OptionalDouble.of(config.number("k", 0)),
                            List.of()));
        }
    }

    private static Gate gate(ConfigNode config, int features) throws LacunaException {
        int k = config.requireCount("k", "the features kept per token");
        String activation = config.text("activation", "topk");
        if (k > features || activation.equals("groupmax") && features % k != 0) {
            throw new LacunaException(config.file() + " keeps k = " + k + " of " + features
                    + " features, which cannot be. Correct it, or fetch the folder again.");
        }
        return switch (activation) {
            case "topk" -> new Gate.TopK(k);
            case "groupmax" -> new Gate.GroupMax(k);
            default ->
                throw new LacunaException(config.file() + " has the activation '" + activation
                        + "', which is not read; read are topk and groupmax.");
        };
    }

    /** The folder's own name, or that of the one around it where runs of several seeds lie. */
    private static SiteProposal site(SaePlace place) {
        String own = place.fileName();
        Path parent = place.folder().getParent();
        Path above = parent == null ? null : parent.getFileName();
        String named = own.matches("seed_?\\d+") && above != null ? above.toString() : own;
        return SiteProposal.named(named, "the name of its folder, '" + named + "'");
    }

    /** The run's own configuration lies one folder up. */
    private static String model(SaePlace place) {
        Path parent = place.folder().getParent();
        return parent == null
                ? ""
                : SaePlace.of(parent).jsonOrEmpty("config.json").path("model").asText("");
    }
}
