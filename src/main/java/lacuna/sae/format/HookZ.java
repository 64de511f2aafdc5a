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

/** Early SAEs of attention (Kissane et al.): {@code NAME.pt} with {@code NAME_cfg.json} beside it. */
final class HookZ implements SaeFormat {

    private static final TensorNames NAMES = TensorNames.rows("W_enc", "b_enc", "W_dec", "b_dec");

    @Override
    public String name() {
        return "attention SAEs (NAME_cfg.json)";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return place.fileName().endsWith(".pt") && place.hasBeside(config(place));
    }

    private static String config(SaePlace place) {
        return place.fileName().replaceFirst("\\.pt$", "_cfg.json");
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        variant(place, options);
        ConfigNode config = ConfigNode.of(place, config(place));
        Path weights = place.path();
        String hook = config.text("act_name", config.text("hook_point", ""));
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            NAMES.require(reader);
            return new SaeRecipe(
                    weights,
                    NAMES,
                    SaeForm.of(new Gate.Relu(), EncoderInput.MINUS_DECODER_BIAS),
                    SaeRecipe.Fold.NONE,
                    new SaeDescription(
                            name(),
                            "standard",
                            NAMES.inputWidth(reader),
                            NAMES.features(reader),
                            SiteProposal.named(hook, "act_name in " + config(place) + ", '" + hook + "'"),
                            config.text("model_name", ""),
                            OptionalDouble.empty(),
                            List.of()));
        }
    }
}
