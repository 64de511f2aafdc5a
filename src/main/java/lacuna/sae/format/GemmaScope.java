package lacuna.sae.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * Gemma Scope (Lieberum et al., arXiv 2408.05147): {@code params.npz} and nothing else. Release, site, block and L0 stand in the path:
 * {@code gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71}.
 */
final class GemmaScope implements SaeFormat {

    private static final String WEIGHTS = "params.npz";
    private static final Pattern RELEASE =
            Pattern.compile("(?i)gemma-scope-(2b|9b|27b)-(pt|it)-(res|mlp|att|transcoders)");
    private static final Pattern LAYER = Pattern.compile("(?i)/layer_(\\d{1,3})(?=/|$)");
    private static final Pattern EMBEDDING = Pattern.compile("(?i)/embedding(?=/|$)");
    private static final Pattern L0 = Pattern.compile("(?i)average_l0_(\\d{1,5})");
    private static final Pattern TRANSCODER = Pattern.compile("(?i)transcoder");
    private static final String UNSCALED = "unscaled";

    @Override
    public String name() {
        return "Gemma Scope";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return place.has(WEIGHTS);
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        if (place.inPath(TRANSCODER).isPresent()) {
            throw new LacunaException(place + " is a transcoder of Gemma Scope: it reads the MLP's input and writes its"
                    + " output, so it does not reconstruct what it reads. Only SAEs are supported; take one of"
                    + " gemma-scope-2b-pt-res.");
        }
        boolean embedding = place.inPath(EMBEDDING).isPresent();
        boolean scaled = embedding && !variant(place, options, UNSCALED).equals(UNSCALED);
        Path weights = place.isFolder() ? place.file(WEIGHTS) : place.path();
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            TensorNames names = names(file);
            names.require(reader);
            int d = names.inputWidth(reader);
            String threshold = named(file, "threshold");
            reader.require(threshold, names.features(reader));
            List<String> notes = new ArrayList<>();
            if (embedding) {
                notes.add("Trained on token embeddings as stored; "
                        + (scaled
                                ? "folded for those that enter block 0, which are longer by the root of d_model."
                                : "read for those, not for what enters block 0."));
            }
            return new SaeRecipe(
                    weights,
                    names,
                    SaeForm.of(new Gate.JumpRelu(), EncoderInput.RAW),
                    (tensors, reading) -> {
                        tensors.threshold(reading.floats(threshold));
                        if (scaled) {
                            tensors.scaleInput(1 / Math.sqrt(d));
                        }
                    },
                    new SaeDescription(
                            name(),
                            "jumprelu",
                            d,
                            names.features(reader),
                            embedding ? SiteProposal.of(HookPoint.residPre(0), "the folder 'embedding'") : site(place),
                            model(place),
                            place.inPath(L0)
                                    .map(match -> OptionalDouble.of(Integer.parseInt(match.group(1))))
                                    .orElse(OptionalDouble.empty()),
                            notes));
        }
    }

    private static TensorNames names(TensorFile file) throws LacunaException {
        return TensorNames.rows(named(file, "W_enc"), named(file, "b_enc"), named(file, "W_dec"), named(file, "b_dec"));
    }

    /** Some files of the release have lower-case names. */
    private static String named(TensorFile file, String name) {
        return file.has(name) ? name : name.toLowerCase(Locale.ROOT);
    }

    private static SiteProposal site(SaePlace place) {
        OptionalInt layer = place.inPath(LAYER)
                .map(match -> OptionalInt.of(Integer.parseInt(match.group(1))))
                .orElse(OptionalInt.empty());
        Optional<HookPoint.Kind> kind = place.inPath(RELEASE)
                .map(match -> switch (match.group(3).toLowerCase(Locale.ROOT)) {
                    case "mlp" -> HookPoint.Kind.MLP_OUT;
                    case "att" -> HookPoint.Kind.ATTN_Z;
                    default -> HookPoint.Kind.RESID_POST;
                });
        return new SiteProposal(kind, layer, kind.isPresent() || layer.isPresent() ? "the names of its folders" : "");
    }

    private static String model(SaePlace place) {
        return place.inPath(RELEASE)
                .map(match -> "google/gemma-2-" + match.group(1).toLowerCase(Locale.ROOT)
                        + (match.group(2).equalsIgnoreCase("it") ? "-it" : ""))
                .orElse("");
    }
}
