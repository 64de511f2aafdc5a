package lacuna.sae.format;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
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

/** Qwen-Scope: one {@code layerN.sae.pt} for each block, and one {@code config.json} beside them all. An SAE is named by its file. */
final class QwenScope implements SaeFormat {

    private static final String CONFIG = "config.json";
    private static final Pattern FILE = Pattern.compile("layer(\\d{1,3})\\.sae\\.pt");
    private static final String MINUS_BIAS = "minus-b_dec";
    private static final TensorNames NAMES = TensorNames.linear("W_enc", "b_enc", "W_dec", "b_dec");

    @Override
    public String name() {
        return "Qwen-Scope";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return FILE.matcher(place.fileName()).matches()
                && place.jsonOrEmpty(CONFIG).path("model_type").asText().equals("topk_sae");
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        boolean minusBias = variant(place, options, MINUS_BIAS).equals(MINUS_BIAS);
        ConfigNode config = ConfigNode.of(place, CONFIG);
        int k = config.requireCount("k", "the features kept per token");
        Path weights = place.path();
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            NAMES.require(reader);
            config.requireSize("d_model", NAMES.inputWidth(reader));
            config.requireSize("d_sae", NAMES.features(reader));
            return new SaeRecipe(
                    weights,
                    NAMES,
                    SaeForm.of(new Gate.TopK(k), minusBias ? EncoderInput.MINUS_DECODER_BIAS : EncoderInput.RAW),
                    SaeRecipe.Fold.NONE,
                    new SaeDescription(
                            name(),
                            "topk",
                            NAMES.inputWidth(reader),
                            NAMES.features(reader),
                            site(place, config),
                            config.text("base_model", ""),
                            OptionalDouble.of(k),
                            minusBias
                                    ? List.of()
                                    : List.of(
                                            "The files do not say whether the decoder bias is subtracted before encoding;"
                                                    + " it is not. If little variance is explained, read it with \"variant\": \""
                                                    + MINUS_BIAS + "\".")));
        }
    }

    private static SiteProposal site(SaePlace place, ConfigNode config) {
        var match = FILE.matcher(place.fileName());
        if (!match.matches()) {
            return SiteProposal.NONE;
        }
        int layer = Integer.parseInt(match.group(1));
        return config.text("hook_point", "").equals("resid_post")
                ? SiteProposal.of(HookPoint.residPost(layer), "hook_point in config.json and the file's name")
                : SiteProposal.inBlock(layer, "the file's name");
    }
}
