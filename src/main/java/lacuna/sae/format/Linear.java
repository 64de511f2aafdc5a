package lacuna.sae.format;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeForm;
import lacuna.sae.SiteProposal;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TensorReader;

/**
 * Two PyTorch layers with a ReLU between them in a single {@code .pt} or {@code .pth}: Goodfire's SAEs ({@code encoder_linear.weight})
 * and others ({@code encoder.weight}). Nothing is subtracted before encoding. Such files say nothing of where they belong.
 */
final class Linear implements SaeFormat {

    private static final TensorNames GOODFIRE = TensorNames.linear(
            "encoder_linear.weight", "encoder_linear.bias", "decoder_linear.weight", "decoder_linear.bias");
    private static final TensorNames PLAIN = TensorNames.modules("decoder.bias");

    @Override
    public String name() {
        return "Goodfire and plain .pt";
    }

    @Override
    public boolean recognises(SaePlace place) {
        String name = place.fileName();
        return !place.isFolder()
                && (name.endsWith(".pt") || name.endsWith(".pth"))
                && (Headers.has(place.path(), GOODFIRE.encoder(), GOODFIRE.decoder())
                        || Headers.has(place.path(), PLAIN.encoder(), PLAIN.decoder(), PLAIN.decoderBias()));
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        variant(place, options);
        try (TensorFile file = WeightFiles.open(place.path())) {
            TensorReader reader = new TensorReader(file);
            boolean goodfire = reader.has(GOODFIRE.encoder());
            TensorNames names = goodfire ? GOODFIRE : PLAIN;
            names.require(reader);
            OptionalInt layer = place.layerInPath();
            return new SaeRecipe(
                    place.path(),
                    names,
                    SaeForm.of(new Gate.Relu(), EncoderInput.RAW),
                    SaeRecipe.Fold.NONE,
                    new SaeDescription(
                            goodfire ? "Goodfire" : "plain .pt",
                            "standard",
                            names.inputWidth(reader),
                            names.features(reader),
                            layer.isPresent()
                                    ? SiteProposal.inBlock(layer.getAsInt(), "a name in its path")
                                    : SiteProposal.NONE,
                            "",
                            OptionalDouble.empty(),
                            List.of()));
        }
    }
}
