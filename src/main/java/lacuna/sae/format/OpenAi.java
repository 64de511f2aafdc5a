package lacuna.sae.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.InputNorm;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeForm;
import lacuna.sae.SiteProposal;
import lacuna.tensor.TensorReader;
import lacuna.tensor.TorchArchive;

/**
 * OpenAI's SAEs of GPT-2 small (Gao et al., arXiv 2406.04093): a single {@code LAYER.pt}. TopK ones normalise each row; the site stands
 * in the folder's name.
 */
final class OpenAi implements SaeFormat {

    private static final Pattern SITE = Pattern.compile("/(resid_post_mlp|resid_post_attn)_[^/]*(?=/)");
    private static final Pattern LAYER = Pattern.compile("/(\\d{1,3})\\.pt$");
    private static final TensorNames NAMES =
            TensorNames.linear("encoder.weight", "latent_bias", "decoder.weight", "pre_bias");

    @Override
    public String name() {
        return "OpenAI sparse_autoencoder";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return place.fileName().endsWith(".pt") && Headers.has(place.path(), "pre_bias", "latent_bias");
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        variant(place, options);
        Path weights = place.path();
        try (TorchArchive file = TorchArchive.open(weights)) {
            TensorReader reader = new TensorReader(file);
            NAMES.require(reader);
            Gate gate = gate(place, file.values());
            boolean ranked = gate instanceof Gate.TopK;
            return new SaeRecipe(
                    weights,
                    NAMES,
                    new SaeForm(gate, EncoderInput.MINUS_DECODER_BIAS, ranked ? InputNorm.LAYER_NORM : InputNorm.NONE),
                    SaeRecipe.Fold.NONE,
                    new SaeDescription(
                            name(),
                            ranked ? "topk" : "standard",
                            NAMES.inputWidth(reader),
                            NAMES.features(reader),
                            site(place),
                            "gpt2",
                            gate instanceof Gate.TopK topK ? OptionalDouble.of(topK.k()) : OptionalDouble.empty(),
                            ranked
                                    ? List.of("Activations are those of rows that are centred and of unit deviation.")
                                    : List.of()));
        }
    }

    private static Gate gate(SaePlace place, Map<String, Object> values) throws LacunaException {
        Object activation = values.getOrDefault("activation", "ReLU");
        if (activation.equals("ReLU")) {
            return new Gate.Relu();
        }
        if (activation.equals("TopK")
                && values.get("activation_state_dict.k") instanceof Number k
                && k.longValue() >= 1
                && k.longValue() <= 1 << 24) {
            return new Gate.TopK(k.intValue());
        }
        throw new LacunaException(
                place + " has the activation '" + activation + "' without what belongs to it; read are ReLU and TopK.");
    }

    private static SiteProposal site(SaePlace place) {
        OptionalInt layer = place.inPath(LAYER)
                .map(match -> OptionalInt.of(Integer.parseInt(match.group(1))))
                .orElse(OptionalInt.empty());
        Optional<HookPoint.Kind> kind = place.inPath(SITE)
                .map(match ->
                        match.group(1).equals("resid_post_mlp") ? HookPoint.Kind.RESID_POST : HookPoint.Kind.RESID_MID);
        return new SiteProposal(kind, layer, kind.isPresent() || layer.isPresent() ? "its path" : "");
    }
}
